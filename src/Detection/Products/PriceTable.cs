namespace Ecom389.Monitor.Detection.Products;

/// <summary>What a new, genuine product cost in Vietnam from a day on.</summary>
/// <param name="ProductId">Id in <c>rules/products.yaml</c>.</param>
/// <param name="StorageGb">For this storage only (1 TB is 1024), or null for every storage that has no row of its own.</param>
/// <param name="LowVnd">Lower end, in đồng.</param>
/// <param name="HighVnd">Upper end, in đồng.</param>
/// <param name="From">When the price was seen; it holds until a later row of the same product.</param>
/// <param name="Source">Where it was seen.</param>
/// <param name="Confidence"><c>high</c>, <c>medium</c> or <c>low</c>.</param>
public sealed record ReferencePrice(string ProductId, int? StorageGb, long LowVnd, long HighVnd, DateOnly From, string Source, string Confidence);

/// <summary>A listing's price beside the reference.</summary>
/// <param name="Offer">What is offered.</param>
/// <param name="Reference">The row that held on the listing's date.</param>
/// <param name="PriceVnd">The listing's price, in đồng.</param>
/// <param name="NormalVnd">The lower end that is normal for the goods' condition, in đồng.</param>
/// <param name="Condition"><c>new</c> (also where nobody says), <c>used</c> or <c>refurbished</c>.</param>
public sealed record PriceComparison(ProductOffer Offer, ReferencePrice Reference, long PriceVnd, long NormalVnd, string Condition)
{
    /// <summary>The listing's price over what is normal.</summary>
    public double Ratio => (double)PriceVnd / NormalVnd;
}

/// <summary>
/// The price history of <c>rules/prices.yaml</c>. Compares only the price of one whole piece: a lot, a deposit, an instalment, a
/// "from", a rental or a broken piece is left alone. Immutable and safe for concurrent use.
/// </summary>
public sealed class PriceTable
{
    private readonly Dictionary<string, ReferencePrice[]> _byProduct;
    private readonly IReadOnlyDictionary<(string Condition, string Category), double> _factors;

    /// <param name="rows">The history, in any order.</param>
    /// <param name="factors">Share of the new price that is normal for a condition and product category; the category <c>default</c> speaks for the others.</param>
    public PriceTable(IReadOnlyList<ReferencePrice> rows, IReadOnlyDictionary<(string Condition, string Category), double> factors)
    {
        All = rows;
        _factors = factors;
        _byProduct = rows.GroupBy(static row => row.ProductId, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.OrderBy(static row => row.From).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>No table: no comparison.</summary>
    public static PriceTable None { get; } = new([], new Dictionary<(string Condition, string Category), double>());

    /// <summary>All rows.</summary>
    public IReadOnlyList<ReferencePrice> All { get; }

    /// <summary>Compares an offer's price with the reference of its day, or null where there is nothing to compare.</summary>
    /// <param name="offer">What was recognised.</param>
    /// <param name="priceVnd">The listing's price in đồng, or null.</param>
    /// <param name="date">The day of the listing.</param>
    public PriceComparison? Compare(ProductOffer offer, long? priceVnd, DateOnly date)
    {
        if (offer is not { Kind: OfferKind.Product, OnePrice: true, Product: { } product } || priceVnd is not { } price || price <= 0) return null;
        var condition = offer.Condition ?? "new";
        if (!_byProduct.TryGetValue(product.Id, out var rows) || Factor(condition, product.Category) is not { } factor) return null;
        if (Valid(rows, offer.StorageGb, date) is not { } row) return null;
        return new(offer, row, price, (long)(row.LowVnd * factor), condition);
    }

    private double? Factor(string condition, string category)
    {
        if (condition is "new") return 1;
        if (_factors.TryGetValue((condition, category), out var factor) || _factors.TryGetValue((condition, "default"), out factor)) return factor;
        return null;
    }

    /// <summary>
    /// The last row seen by the date, of the listing's storage where there is one. A listing older than the first row is compared with
    /// that. Where no row speaks for the storage, the least storage's stands in: it only makes the ratio larger.
    /// </summary>
    private static ReferencePrice? Valid(ReferencePrice[] rows, int? storage, DateOnly date) =>
        Last(rows, date, row => storage is not null && row.StorageGb == storage)
        ?? Last(rows, date, static row => row.StorageGb is null)
        ?? Last(rows, date, row => row.StorageGb == rows.Min(static any => any.StorageGb));

    private static ReferencePrice? Last(ReferencePrice[] rows, DateOnly date, Func<ReferencePrice, bool> which)
    {
        ReferencePrice? last = null;
        foreach (var row in rows)
        {
            if (which(row) && (last is null || row.From <= date)) last = row;
        }
        return last;
    }
}
