"""What a machine is made from: an image of the Marketplace, of a gallery, or a plain managed image."""

from typing import Annotated, Final

from azstudy.errors import InvalidInputError
from azstudy.model.fields import Matches, Name, Parsed, Refers
from azstudy.model.noun import Noun, noun

Release = Annotated[str, Matches(r"latest|\d{1,9}(\.\d{1,9}){2,3}", "'latest' or a version such as '1.0.0'")]


@noun
class MarketplaceImage(Noun):
    """An image somebody publishes; its text form is "publisher:offer:sku:version".

    Source: azure-resource-manager-schemas Microsoft.Compute.json@a1454431 (`imageReference`).
    """

    publisher: Name
    offer: Name
    sku: Name
    version: Release = "latest"

    @property
    def text(self) -> str:
        """The URN, as in Azure CLI."""
        return f"{self.publisher}:{self.offer}:{self.sku}:{self.version}"


@noun
class GalleryImage(Noun):
    """An image version of a gallery; its text form is "gallery/definition/version" (version may be left out).

    `definition` is "gallery/definition"; `version` "latest" is the highest one that is not excluded.

    Source: azure-compute-docs shared-image-galleries.md@48a37249.
    """

    definition: Annotated[str, Refers("ImageDefinition")]
    version: Release = "latest"

    @property
    def text(self) -> str:
        """gallery/definition/version."""
        return f"{self.definition}/{self.version}"


@noun
class ManagedImage(Noun):
    """The older kind of own image, without gallery: one region, no versions, at most 600 instances of a scale set.

    Source: azure-compute-docs virtual-machine-scale-sets-design-overview.md@0c6223e9.
    """

    name: Name

    @property
    def text(self) -> str:
        """The image's name."""
        return self.name


_FORMS: Final = "'publisher:offer:sku:version', 'gallery/definition/version' or the name of a managed image"


def parse_image(text: str) -> MarketplaceImage | GalleryImage | ManagedImage:
    """Read an image the short way.

    Raises:
        InvalidInputError: For text in none of the three forms.

    >>> parse_image("Canonical:ubuntu-24_04-lts:server:latest").offer
    'ubuntu-24_04-lts'
    >>> parse_image("images/web/1.2.0"), parse_image("images/web")
    (GalleryImage('images/web', '1.2.0'), GalleryImage('images/web'))
    """
    by_colon, by_slash = text.strip().split(":"), text.strip().split("/")
    if len(by_colon) in (3, 4) and len(by_slash) == 1:
        publisher, offer, sku, version = (*by_colon, "latest")[:4]
        return MarketplaceImage(publisher, offer, sku=sku, version=version)
    if len(by_colon) == 1 and len(by_slash) in (2, 3):
        gallery, definition, version = (*by_slash, "latest")[:3]
        if gallery.strip() and definition.strip():
            return GalleryImage(f"{gallery}/{definition}", version)
    if len(by_colon) == len(by_slash) == 1 and text.strip():
        return ManagedImage(text.strip())
    raise InvalidInputError(f"{text!r} is not an image. Write {_FORMS}.")


Image = Annotated[MarketplaceImage | GalleryImage | ManagedImage, Parsed(parse_image)]
