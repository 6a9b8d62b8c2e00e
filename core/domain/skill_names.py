"""Skills by the names people write them with, and the broader group each belongs to.

Below a group's line, each line is one skill: its name, then further names, English and German.
The names are our own collection. The groups and their codes are those of ESCO, the European
classification of skills: this uses the ESCO classification of the European Commission.
https://esco.ec.europa.eu/en/classification/skill_main
"""

NAMES = """
# S5.1 programming computer systems
programming|coding|software development|programmieren|softwareentwicklung|entwicklung
python|python programming|py|python3
java|java programming
javascript|js|ecmascript|java script
typescript|ts
c++|cpp|c plus plus
c#|csharp|c sharp|.net|dotnet|net
go|golang
rust|rust programming
php
ruby|ruby on rails|rails
kotlin|android development
swift|ios development
react|reactjs|react js
angular|angularjs
vue|vuejs|vue js
node.js|nodejs|node js|node
web development|frontend development|front end development|frontend|front end|webentwicklung
backend development|back end development|backend|back end
mobile development|app development|mobile apps|app entwicklung
html|html and css|html css|css
sql|structured query language|sql databases
git|version control|github|gitlab|versionsverwaltung
software testing|test automation|tdd|test driven development|testautomatisierung|softwaretests
clean code|refactoring
algorithms|data structures|algorithms and data structures|algorithmen
embedded systems|embedded software|firmware|eingebettete systeme
matlab
# S1.11.1 designing ICT systems or applications
software architecture|system design|system architecture|softwarearchitektur|systemarchitektur
microservices|service oriented architecture|soa
api design|apis|rest apis|rest|api entwicklung
user experience design|ux|ux design|user experience|nutzererlebnis
user interface design|ui|ui design|interface design
usability|usability testing|user research|ux research|nutzerforschung
accessibility|a11y|barrierefreiheit|web accessibility
requirements engineering|requirements analysis|anforderungsanalyse|anforderungsmanagement
enterprise architecture|it architecture|it architektur|unternehmensarchitektur
# S5.2 setting up and protecting computer systems
devops|continuous integration|ci cd|continuous delivery|ci
cloud computing|cloud|aws|amazon web services|azure|gcp|google cloud|cloud infrastructure
kubernetes|k8s
docker|containers|containerisation|containerization
linux|unix|linux administration
system administration|sysadmin|it operations|systemadministration|it betrieb
network administration|networking technology|computer networks|netzwerktechnik|netzwerke
information security|it security|cyber security|cybersecurity|infosec|it sicherheit
incident response|incident management|vorfallmanagement
penetration testing|pentesting|ethical hacking
site reliability engineering|sre|observability|monitoring systems
# S5.5 accessing and analysing digital data
data analysis|data analytics|analytics|datenanalyse|datenauswertung
data science|data scientist skills|datenwissenschaft
machine learning|ml|maschinelles lernen
deep learning|neural networks|dl|neuronale netze
artificial intelligence|ai|ki|künstliche intelligenz|a.i.
natural language processing|nlp|computational linguistics|sprachverarbeitung|computerlinguistik
large language models|llm|llms|generative ai|gen ai|genai|prompt engineering|generative ki
computer vision|cv algorithms|image processing|bildverarbeitung
data engineering|data pipelines|etl|data warehousing|data warehouse|datenpipelines
databases|database management|database design|datenbanken|postgresql|postgres|mysql
data visualisation|data visualization|dataviz|dashboards|datenvisualisierung
business intelligence|bi|power bi|powerbi|tableau
big data|spark|hadoop
r|r programming|r statistics
spss|stata|sas
# S2.6 calculating and estimating
statistics|stats|statistical analysis|statistik|statistische methoden
mathematics|maths|math|mathematik
econometrics|ökonometrie
experimental design|a b testing|ab testing|versuchsplanung
quantitative methods|quantitative research|quantitative methoden
simulation|modelling and simulation|numerical methods|numerik
# S2.1 conducting studies, investigations and examinations
research methods|research methodology|forschungsmethoden|wissenschaftliches arbeiten
qualitative research|qualitative methods|qualitative forschung|qualitative methoden
survey design|questionnaires|umfragen|fragebogen
literature review|systematic review|literaturrecherche
market research|marktforschung
clinical research|clinical trials|klinische studien|klinische forschung
research funding|grant writing|grants|third party funding|drittmittel|forschungsförderung
# S1.13.3 technical or academic writing
academic writing|scientific writing|wissenschaftliches schreiben
technical writing|technical documentation|technische dokumentation
publishing|scientific publishing|publizieren
thesis writing|dissertation|abschlussarbeit
# S1.13.2 artistic and creative writing
writing|copywriting|content writing|texten|schreiben
creative writing|storytelling|kreatives schreiben
journalism|journalismus
editing|proofreading|lektorat|redaktion
# S1.4 presenting information
presenting|presentation skills|presentations|presentation|präsentieren|präsentation
public speaking|speaking in public|rhetoric|rhetorik|reden halten|öffentliches sprechen
moderation|facilitation|workshop facilitation|workshops|moderieren
science communication|wissenschaftskommunikation
# T4.1 communicating
communication|communication skills|kommunikation|kommunikationsfähigkeit
active listening|listening|aktives zuhören|zuhören
difficult conversations|hard conversations|schwierige gespräche
intercultural communication|cross cultural communication|interkulturelle kommunikation
non violent communication|nvc|gewaltfreie kommunikation
assertiveness|self assertion|durchsetzungsfähigkeit
# S1.8.3 giving feedback
feedback|giving feedback|feedback geben
code review|code reviews
# S1.1 negotiating
negotiation|negotiating|negotiation skills|verhandeln|verhandlungsführung|verhandlung
conflict resolution|conflict management|mediation|konfliktmanagement|konfliktlösung|mediation skills
contract management|contracts|vertragsmanagement
# S1.2 liaising and networking
networking|professional networking|netzwerken|networking skills
stakeholder management|stakeholder engagement|stakeholdermanagement
partnership management|partnerships|kooperationen
customer relations|customer success|client relations|kundenbeziehungen|kundenbetreuung
# S4.5 leading and motivating
leadership|leadership skills|leading|führung|führungskompetenz|leading people|mitarbeiterführung
people management|line management|managing people|personalführung
remote leadership|leading remotely|remote teams|virtual teams|führen auf distanz
first time management|new manager skills|erste führungsrolle
motivation|motivating others|mitarbeitermotivation
inclusive leadership|diversity and inclusion|dei|diversity|vielfalt|inclusion
# S4.6 building and developing teams
team building|teambuilding|building teams|teamaufbau|teamentwicklung
teamwork|collaboration|working in teams|teamarbeit|zusammenarbeit
delegation|delegating|delegieren
# S1.3.5 coaching and mentoring
coaching|coaching skills|coachen
mentoring|mentorship|mentor skills
supervision of students|student supervision|betreuung von studierenden
# S1.3 teaching and training
teaching|lecturing|lehre|unterrichten|higher education teaching
training|train the trainer|schulungen|trainings
didactics|pedagogy|instructional design|didaktik|pädagogik
e learning|elearning|online teaching|digital learning|online lehre
curriculum development|curriculum design|lehrplanentwicklung
# S4.2.3 directing, supervising and coordinating projects
project management|pm|projektmanagement|projektleitung|managing projects|pmp
agile methods|agile|agile development|agile coaching|agile methoden
scrum|scrum master
kanban
program management|programme management|portfolio management|programmmanagement
prince2
risk management|risikomanagement
change management|organisational change|organizational change|veränderungsmanagement|transformation
# S4.2.2 planning events and programmes
event management|event planning|events|veranstaltungsmanagement|veranstaltungsplanung
# S1.9 solving problems
problem solving|problem solving skills|problemlösung
design thinking
innovation|innovation management|innovationsmanagement
process improvement|process optimisation|lean|lean management|six sigma|prozessoptimierung
systems thinking|systemdenken
# T2.4 thinking creatively and innovatively
creativity|creative thinking|kreativität
critical thinking|kritisches denken
# S4.9 making decisions
decision making|decisions|entscheidungen treffen|entscheidungsfindung
prioritisation|prioritization|priorisierung
# T3 self-management skills and competences
time management|zeitmanagement
self management|selbstmanagement|self organisation|selbstorganisation
work life balance|vereinbarkeit
resilience|resilienz
stress management|stressbewältigung|stressmanagement
self confidence|confidence|selbstvertrauen|selbstbewusstsein
imposter syndrome|impostor syndrome|imposter feelings|hochstaplersyndrom
learning to learn|learning strategies|study skills|lernstrategien
productivity|getting things done|gtd|produktivität
# S1.5.8 advising on educational or vocational matters
career planning|career development|karriereplanung|karriereentwicklung|career
job applications|applying for jobs|cv writing|resume writing|bewerbungen|bewerbung|lebenslauf
job interviews|interview preparation|vorstellungsgespräche
career change|changing careers|berufswechsel|quereinstieg
academic career|postdoc career|wissenschaftliche karriere
industry transition|leaving academia|wechsel in die wirtschaft
# S4.1 developing objectives and strategies
strategy|strategic planning|strategic thinking|strategie|strategisches denken|business strategy
product management|product manager|produktmanagement
product strategy|product roadmaps|roadmapping|produktstrategie
business development|geschäftsentwicklung
business models|business model design|geschäftsmodelle
okr|okrs|objectives and key results|goal setting|zielvereinbarung
policy making|public policy|policy|politikgestaltung
# T6.5 applying entrepreneurial and financial skills and competences
entrepreneurship|founding|start ups|startups|start up|startup|gründung|unternehmertum
fundraising|venture capital|raising capital|fundraising for non profits
# S4.3.1 managing budgets or finances
budgeting|budget management|budgetierung|budgetplanung
financial management|finance|corporate finance|finanzen|finanzmanagement
accounting|bookkeeping|buchhaltung|rechnungswesen
controlling|management accounting
auditing|audit|revision|wirtschaftsprüfung
taxation|tax|steuern|steuerrecht
# S2.7.3 analysing financial and economic data
financial analysis|financial modelling|financial modeling|finanzanalyse
economics|economy|volkswirtschaft|vwl
business administration|betriebswirtschaft|bwl
investment|investing|asset management|geldanlage
# S4.3.2 managing and administering human resources
human resources|hr|human resource management|personalwesen|personalmanagement|personal
talent management|talent development|talentmanagement
organisational development|organization development|organizational development
employee engagement|mitarbeiterbindung|organisationskultur|organisational culture
# S4.7 recruiting and hiring
recruiting|recruitment|hiring|talent acquisition|personalgewinnung|personalbeschaffung
interviewing candidates|interviewing|einstellungsgespräche
# S1.6.2 promoting products, services, or programs
marketing|online marketing|digital marketing|marketing strategy|online marketing strategy
social media|social media marketing|soziale medien
search engine optimisation|seo|search engine optimization|sea|sem|suchmaschinenoptimierung
content marketing|content strategy|content management
branding|brand management|markenführung|markenaufbau|personal branding
public relations|pr|öffentlichkeitsarbeit|press relations|pressearbeit
advertising|werbung
# S1.6.1 selling products or services
sales|selling|vertrieb|verkauf
key account management|account management
customer service|kundenservice|customer support
procurement|purchasing|einkauf|beschaffung
supply chain management|scm|supply chain|lieferkettenmanagement|lieferketten
logistics|logistik
# S1.12 creating artistic, visual or instructive materials
graphic design|grafikdesign|visual design|design
photography|fotografie|photo editing
video production|filmmaking|video editing|videoproduktion|film
animation|motion design
industrial design|product design|produktdesign
# S1.5.1 advising on legal, regulatory or procedural matters
law|legal skills|legal|recht|jura|rechtswissenschaft
data protection|privacy|gdpr|dsgvo|datenschutz
compliance|regulatory affairs|regulatorik|governance
intellectual property|ip|patents|patent law|patente|geistiges eigentum
employment law|labour law|labor law|arbeitsrecht
# S3.2 providing health care or medical treatments
nursing|nursing care|krankenpflege|pflege
medicine|clinical medicine|medizin
public health|gesundheitswissenschaft|global health
patient care|patient communication|patientenversorgung
physiotherapy|physical therapy|physiotherapie
pharmacy|pharmacology|pharmazie|pharmakologie
psychology|psychologie
# S3.1 counselling
counselling|counseling|beratung
social work|soziale arbeit|sozialarbeit
consulting|management consulting|unternehmensberatung
# S1.15 using more than one language
english language|english skills|business english|wirtschaftsenglisch
german language|german skills|deutsch als fremdsprache|daf
translation|translating|interpreting|übersetzen|dolmetschen
# S1.11 designing systems and products
mechanical engineering|maschinenbau
electrical engineering|elektrotechnik
electronics|electronic design|elektronik
civil engineering|structural engineering|bauingenieurwesen
chemical engineering|process engineering|verfahrenstechnik
robotics|automation|robotik|automatisierung
manufacturing|production|produktion|fertigung
quality management|quality assurance|qa|qualitätsmanagement|qualitätssicherung
computer aided design|cad|autocad|solidworks
architecture of buildings|building design|architektur
# T6.2 applying environmental skills and competences
sustainability|sustainable development|nachhaltigkeit|esg
climate change|climate science|klima|klimawandel|climate policy
renewable energy|energy systems|erneuerbare energien|energy
environmental science|ecology|umweltwissenschaft|ökologie
# S2.7.2 analysing scientific and medical data
bioinformatics|bioinformatik|computational biology
biostatistics|biostatistik|epidemiology|epidemiologie
biology|biologie|molecular biology|molekularbiologie
chemistry|chemie
physics|physik
neuroscience|neurowissenschaften
laboratory work|lab work|laborarbeit|laboratory techniques
# S5.6 using digital tools for collaboration, content creation and problem solving
excel|spreadsheets|microsoft excel|ms excel|tabellenkalkulation
office software|microsoft office|ms office
latex|typesetting
sap|erp|erp systems
digitalisation|digitalization|digital transformation|digitalisierung
"""
