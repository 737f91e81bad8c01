"""Word lists of the name rules: closed classes of English, so they stand in code and not in a rule file."""


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


MONTHS_DAYS = words(
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul "
    "aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat "
    "sun "
    "gmt utc et ct est edt bst cet pst pdt am pm christmas easter ramadan"
)
LEADING = words("the a an this that these those our their his her its and or but in on at of to by from")
TRAILING = words("'s ’s ' ’ and or the of") | {"-", "–", "—"}
TITLES = words(
    "mr mr. mrs mrs. ms ms. dr dr. sir lord lady dame prof prof. professor president chairman chairwoman chair chief "
    "ceo cfo "
    "coo cto minister secretary governor senator sen. rep. gov. gen. general-secretary chancellor judge "
    "justice king "
    "queen prince princess pope director analyst economist spokesman spokeswoman spokesperson founder "
    "co-founder "
    "executive vice deputy prime congressman congresswoman treasurer comptroller commissioner attorney mayor "
    "councillor ambassador premier speaker whip captain colonel sheriff lieutenant sergeant archbishop bishop "
    "cardinal rabbi representative congressman lawmaker columnist correspondent actor head trader operating "
    "officer co-chairman "
)
NO_NAME = MONTHS_DAYS | words(
    "the a an i it he she we they you this that updated update advertisement image caption source photo video "
    "read "
    "share copyright editor reporter by related q1 q2 q3 q4 h1 h2 etf etfs ipo ceo cfo ai gpu gpus ipos nft "
    "nfts dao "
    "defi gdp cpi ppi pmi no index stock press office local majority whilst m&a esg hpc co2 street usd gbp eur "
    "jpy mw gw kw kwh mwh gwh twh eh ph th hz mhz ghz gb tb mb kg km mph internet web covid-19 mr mrs ms dr "
    "revenue revenues profit profits sales earnings turnover volume volumes trading losses fees prices exports imports "
    "unemployment inflation growth output production treasuries liquidity spending demand costs orders deliveries "
)
ALONE = NO_NAME | words(
    "gilts derivatives hawkish dovish hashrate crypto cryptocurrencies miners autos author "
    "key points series city c.e.o. cd cds dvd dvds usb wi-fi wifi b c d e f k analysis factbox exclusive"
)
"""What is no name by itself, though it may be part of one (Kansas City)."""
CAPITAL_HEADS = words(
    "bank group fund commission court department treasury ministry union exchange board parliament agency "
    "association "
    "authority committee council foundation institute trust federation university company"
)
PERSON_BEFORE = words("mr mr. mrs mrs. ms ms. dr dr. sir lord lady dame prof. professor sen. rep. gov.")
UNITS = words("kw mw gw tw kwh mwh gwh twh mb gb tb km kg mph ph eh th")
MONEY_COUNTS = words("a an one per million billion trillion thousand hundred mn bn m b")
PRICE_WORDS = words(
    "price prices futures contract contracts cost costs reserves output production exports imports stocks "
    "inventories supply supplies demand"
)
COMPANY_SUFFIX = words("inc inc. corp corp. corporation plc ltd ltd. limited llc co. ag sa nv se holdings group")
COMPANY_ENDINGS = words(
    "inc corp corporation plc ltd limited llc llp co ag sa nv se gmbh spa holdings holding group partners "
    "capital "
    "bank bancorp airlines airways motors motor pharmaceuticals technologies technology systems industries "
    "energy petroleum oil steel mining miners securities insurance investments ventures labs software networks "
    "communications telecom media entertainment studios stores foods brewery breweries estates vineyards wines "
    "bros brothers sons"
)
ORGANIZATION_ENDINGS = words(
    "university college institute agency commission committee council department ministry association "
    "federation "
    "union foundation authority bureau board court treasury parliament congress senate party force police "
    "government organisation organization office service administration"
)
ORGANIZATION_STARTS = words("university ministry department institute office bureau")
PLACE_ENDINGS = words(
    "stadium airport street avenue road park square center centre tower bridge river lake island county valley "
    "harbour "
    "harbor beach bay hall station hospital museum"
)
OF_HEADS = words(
    "bank university department ministry house institute board bureau court council office college federation "
    "association state republic kingdom isle city chamber secretary school society"
)
COMPANY_FOLLOWERS = words("shares stock stocks share shareholders investors earnings profits revenue revenues")
FOLLOWERS = TITLES | words(
    "network price prices miners mining etf etfs shares stock index market nft nfts token tokens coin coins wallet "
    "wallets blockchain mainnet testnet defi"
)
GIVEN_NAMES = words(
    "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony "
    "mark "
    "donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan "
    "jacob gary "
    "nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond "
    "patrick jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter kyle walter ethan "
    "jeremy "
    "harold keith christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe "
    "jordan "
    "billy bruce albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell elijah "
    "louis "
    "bobby philip phillip johnny mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa "
    "nancy "
    "betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie dorothy "
    "rebecca sharon laura cynthia kathleen amy angela shirley anna ruth brenda pamela nicole katherine "
    "virginia "
    "catherine christine samantha debra janet rachel carolyn emma maria heather diane julie joyce victoria "
    "kelly "
    "christina joan evelyn lauren judith olivia frances martha cheryl megan andrea hannah jacqueline ann jean "
    "alice "
    "kathryn gloria teresa doris sara janice julia marie grace judy theresa beverly denise marilyn amber "
    "danielle "
    "rose brittany diana abigail jane lori tim tom jim bob bill mike steve dave dan chris matt tony ken greg "
    "jeff "
    "nick ben sam alex pete phil ed ted rob rick ron don ray fred jon josh andy simon neil nigel ian colin "
    "graham "
    "stuart stewart alistair alastair gordon angus hugh rupert oliver jamie giles martin trevor derek clive "
    "barry "
    "malcolm duncan craig darren gareth rhys owen dafydd sanjay rajesh amit anil ashok deepak rahul ravi vijay "
    "arun "
    "sunil suresh ramesh wei jun ming xin yan li hiroshi kenji takashi yuki akira haruhiko kazuo masayoshi "
    "pierre "
    "jacques francois françois laurent philippe michel henri luc alain bernard christophe thierry olivier hans "
    "klaus "
    "jürgen juergen wolfgang dieter heinz karl stefan andreas matthias jens lars sven erik anders magnus nils "
    "bjorn "
    "giovanni marco luca paolo giuseppe francesco roberto sergio enrico mario carlo alessandro pablo carlos "
    "luis "
    "jorge pedro miguel javier fernando manuel diego ricardo vladimir dmitri dmitry sergei sergey mikhail "
    "alexei "
    "alexey igor oleg boris ivan nikolai yuri andrei andrey viktor anatoly pavel elon satoshi vitalik "
    "changpeng "
    "brad cathie janet christine ursula angela theresa boris emmanuel olaf narendra xi shinzo recep abdullah "
    "mohammed "
    "muhammad ahmed ali hassan omar ibrahim khalid yusuf fatima aisha zoe chloe sophie charlotte lucy jessie "
    "kate "
    "katie helen claire fiona gillian alison nicola tracy tracey wendy gemma jonah oskar priya ana lena nina "
    "eva "
    "ingrid astrid greta freya elena olga natalia svetlana irina tatiana ekaterina "
    "adrian alec alejandro aleksandr alessandra alexis alfonso alfred alicia alvin amelia amir anand andre angelo "
    "anita ann-marie annabel anne annette annie anthea antoine antonio antony archie ariel arjun arnaud arnold "
    "arvind ashish audrey axel aziz barnaby bart bartosz bea beatrice beatriz benedict benoit bernadette bernd "
    "bert bertrand bettina bianca bjørn björn bruno camille carina carla carmen caroline carsten cathy cecilia "
    "cesar charlie chen cheng chiara chiung claudia claudio clara claus clemens cliff clifford conor constance "
    "cornelia cristina cyrus daisuke damian damien dana daniela dario darius david-james davide deirdre denis "
    "dermot desmond dimitri dimitris dina dirk dominic dominique dorian doug dwight eamon eddie edgar edith "
    "edoardo eduardo edwin eiji eileen elaine eleanor eleni elias elisa elisabeth ella ellen elliot elsa emil "
    "emilia emilio emre enrique eriko erin ernest ernesto esther etienne evan evgeny ewan fabian fabio fabrice "
    "farah fatih fedor federica federico felicity felipe felix femke ferdinand fergus filip flavio florian "
    "frank-walter frederic frederick fredrik friedrich gabriela gabriele gavin geert geoff geoffrey georg georges "
    "georgina gerard gerhard gert gilbert gilles gina glenn gonzalo gregor guido guillaume guillermo gunnar "
    "gunter gus gustavo gwen hamid hanna hanne hannes hanno harald haresh hari harriet hector heidi heike heiko "
    "heinrich helga helmut hendrik henk henrik herbert herman hermann hernan hideki hideo hiro hiroki holger "
    "holly horst hubert hugo humphrey hyun ida ignacio ilan ilya imogen imran ines inga inge ingo irene isaac "
    "isabel isabella isabelle ismail ivana jaap jackie jamal jan jana janek jarek jaroslaw jasmine jasper javad "
    "jean-claude jean-louis jean-marc jean-marie jean-paul jean-pierre jelena jen jenna jenny jeroen jerome jess "
    "jill jimmy jin joachim joakim joao joel joerg johan johann johanna johannes john-paul jonas jonny joost jorg "
    "josef josefina josep juliana julian juliet julius jun-ho jurgen justine kai kaoru kapil kareem karel karim "
    "karin karina karsten kasper kazuhiko kazuhiro keiko keiji kelvin kerry khaled kieran kirsten kirsty kirk "
    "koji konrad konstantin kristen kristian kristin kristina krzysztof kumar kunal kurt lachlan lara larissa "
    "lasse laszlo lauri leila leo leon leonard leonardo leonid liam lilian linus lindsay lindsey lionel lisbeth "
    "liu liz lorenzo lorna lorraine lotte louisa louise lourdes lucas lucia luciano ludwig luigi lukas luke lydia "
    "lynn maciej madeleine maeve magda magdalena mahesh maja manfred manish manoj manu marcel marcello marcin "
    "marcos marcus margarita margot mariana marianne marina marion marit marius marjorie markus marta marten "
    "martina marvin masahiro masaaki masato massimo mateo mathias mathieu mathilde mats matteo maureen maurice "
    "mauricio mauro maxim maxime maya mehmet meredith michal michaela mikael miles milos mindy mira miranda "
    "miriam mitchell mohamed mohammad mohan moira moritz morten muriel mustafa nadia nadine naomi nasser natalie "
    "natasha nathalie neal neha nicky nicolas niels nicolai nikhil niklas nikolaus nikos nishant noel nora "
    "norbert nuno oleksandr olu omer oscar osamu osman otto paola pascal patricio paula paulo pauline peggy percy "
    "petr pia piers pietro piotr pramod pranav prakash priscilla priyanka quentin radek rafael raffaele rainer "
    "raj rajiv rakesh ralf ramon raoul raphael raphaelle raul rebekah reinhard reiner renate rene renee ricarda "
    "rohan rohit roland roman romain ronan ronnie rory rosalind rosemary rosie roxanne ruben rudolf rufus ruggero "
    "ruslan ryo saeed sabine sabrina sally salman samir sandeep sanjeev satoru satya saul sebastian selina serena "
    "serge seth shane shannon shaun sheila shelley shigeru shin shirin sheryl shigeo siddharth sidney siegfried "
    "sigrid silvia silvio simone sonia sophia stacey stacy stan stanislav stefania stefano stella stephane stig "
    "sundar susanne suzanne svein sylvain sylvia sylvie tadashi takahiro takeshi tamara tanya tara tariq tatsuya "
    "terence tetsuya thabo theo theodore thilo thorsten tiago tilman tobias todd tomas tomasz tomohiro tore "
    "torsten toshihiro toshiyuki travis trent trish troels ulf uli ulrich ulrike umberto urs uwe valentina "
    "valerie valery vanessa vera veronica veronique vicki vicky viktoria vince vinod vishal vivek vivian vivienne "
    "volker walid wendell werner wilfried wilhelm willem wilma xavier yann yasmin yasuhiro yasuo yelena yolanda "
    "yoshihiro yoshiko yoshimasa yusuke yves yvonne yvette zoltan zsolt "
)
GENERIC_FIRST = MONTHS_DAYS | words(
    "bank new first united national american british european general international royal central federal "
    "world "
    "global house group north south east west western eastern northern southern great big state city county "
    "university department ministry institute office bureau board council court society association federation "
    "japan china chinese india indian korea korean france french germany german russia russian london york "
    "hong kong "
    "bitcoin crypto digital ether blockchain gold oil air banco deutsche us uk standard best red blue black "
    "white "
    "green high old young good free open public american-based social security financial economic energy power "
    "market markets stock exchange capital trust fund office research data industrial commercial people "
    "st saint san los las el la le de al the dow supreme"
)
OWN_WORDS = frozenset({"place"})
SPELLED_OUT = words("company exchange asset network commodity currency index product")

ROLE_HEADS = words(
    "rival rivals startup start-up chipmaker carmaker automaker drugmaker miner lender broker brokerage airline "
    "exchange retailer insurer developer publisher operator custodian manager consultancy researcher supplier"
)
"""Nouns that say what a company is; capital only where they open a sentence ("Rival Coldframe raised ...")."""

TRADING = words(
    "bought sold sells buys acquired acquires offered owns owned posted earned employs employed makes made announced "
    "launched plans planned agreed rejected bid raised paid hired fired listed operates produces produced mines mined "
    "shipped unveiled recalled sued declined reported"
)
"""Verbs of firms: what spaCy takes for a place is none where it does such things."""
