namespace Ecom389.Monitor.Detection.Products;

/// <summary>A model that people sell, from <c>rules/products.yaml</c>.</summary>
/// <param name="Id">Name within the rules.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Brand">Its maker.</param>
/// <param name="Category">Kind of goods, finer than the listing schema's: <c>earbuds</c>, <c>power-bank</c>, <c>toner</c>.</param>
public sealed record Product(string Id, string Name, string Brand, string Category);

/// <summary>What a listing offers with regard to the product that it names.</summary>
public enum OfferKind
{
    /// <summary>No known product is named, or the text is no offer of one.</summary>
    Other,

    /// <summary>The product itself.</summary>
    Product,

    /// <summary>Something to use with it: a case for a phone.</summary>
    Accessory,

    /// <summary>A part of it: one earbud, a screen, an empty box.</summary>
    Part,

    /// <summary>Work on it: repair, rental, unlocking.</summary>
    Service,

    /// <summary>Somebody looks for it or buys it up.</summary>
    Wanted,

    /// <summary>A mock-up, a toy, paper votive goods.</summary>
    Dummy,

    /// <summary>Other goods that are said to be like it.</summary>
    Lookalike,

    /// <summary>Several models at once: no one price belongs to one of them.</summary>
    Several,
}

/// <summary>What was recognised in a listing.</summary>
/// <param name="Kind">Whether the product itself is offered.</param>
/// <param name="Product">The model named, also where only something for it is offered; null where none is known.</param>
/// <param name="StorageGb">Storage in gigabytes (1 TB is 1024), or null.</param>
/// <param name="Condition"><c>new</c>, <c>used</c>, <c>refurbished</c>, <c>broken</c>, or null where nobody says.</param>
/// <param name="OnePrice">Whether the price can be of one whole piece: no lot, deposit, instalment, "from".</param>
/// <param name="Field">Index of the field in which it was named, or -1.</param>
/// <param name="Start">UTF-16 offset of the name in the field's normalised value.</param>
/// <param name="End">One past the last.</param>
public sealed record ProductOffer(OfferKind Kind, Product? Product, int? StorageGb, string? Condition, bool OnePrice, int Field, int Start, int End)
{
    /// <summary>Nothing known is named.</summary>
    public static ProductOffer None { get; } = new(OfferKind.Other, null, null, null, OnePrice: false, -1, 0, 0);
}
