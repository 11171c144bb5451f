from azstudy import labs as labs
from azstudy.catalog.catalog import default_catalog as default_catalog
from azstudy.catalog.explain import explain as explain
from azstudy.catalog.lookup import break_even as break_even
from azstudy.catalog.lookup import price as price
from azstudy.catalog.lookup import regions as regions
from azstudy.catalog.lookup import size as size
from azstudy.catalog.sizing import find_sizes as find_sizes
from azstudy.catalog.workload import Workload as Workload
from azstudy.health import doctor as doctor
from azstudy.model.size import VmSize as VmSize
from azstudy.model.sizename import SizeName as SizeName
from azstudy.quiz import check as check
from azstudy.quiz import hint as hint
from azstudy.quiz import practice as practice
from azstudy.quiz import practice_text as practice_text
from azstudy.quiz import solution as solution

__version__: str
