namespace Ecom389.Monitor.Detection.Products;

/// <summary>
/// Tells which known model a listing offers, and whether it offers the model itself or something for it. Vietnamese puts the head of
/// a phrase first, so a case noun before a name makes the listing one for a case, while the same noun after "tặng" is a gift. Title
/// first; a post without one is read by its first lines. Immutable and safe for concurrent use.
/// </summary>
public sealed class ProductMatcher
{
    private const int LongestText = 200;
    private readonly ProductLexicon _exact;
    private readonly ProductLexicon _folded;
    private readonly OfferWords _words;

    /// <param name="catalogue">The models.</param>
    /// <param name="words">Words that tell the offer of a model from one of a case for it.</param>
    public ProductMatcher(ProductCatalogue catalogue, OfferWords words)
    {
        _words = words;
        Products = [.. catalogue.Entries.Select(static entry => entry.Product).DistinctBy(static product => product.Id, StringComparer.Ordinal)];
        _exact = new(catalogue, words, folded: false);
        _folded = new(catalogue, words, folded: true);
    }

    /// <summary>Knows no products.</summary>
    public static ProductMatcher None { get; } = new(ProductCatalogue.None, OfferWords.None);

    /// <summary>All models.</summary>
    public IReadOnlyList<Product> Products { get; }

    internal IReadOnlyList<(Product Product, Product Known, string Name)> Clashes => _exact.Clashes;

    /// <summary>What a listing offers.</summary>
    public ProductOffer Match(ListingView view)
    {
        if (Products.Count == 0) return ProductOffer.None;
        for (var field = 0; field < view.Fields.Count; field++)
        {
            var name = view.Fields[field].Name;
            if (name is "title" || (name is "description" && view.Record.Title.Length == 0)) return Match(view, field);
        }
        return ProductOffer.None;
    }

    private ProductOffer Match(ListingView view, int field)
    {
        var normalised = view.Fields[field].Text;
        var length = Math.Min(normalised.Value.Length, LongestText);
        var plain = normalised.Value.AsSpan(0, length).SequenceEqual(normalised.Folded.AsSpan(0, length));
        var lexicon = plain ? _folded : _exact;
        var reading = new TitleReading(lexicon, normalised.Value, length);
        if (reading.Products.Count == 0) return ProductOffer.None;
        var (kind, hit) = OfferJudge.Judge(reading, _words.PreferCategories);
        var tokens = reading.Tokens;
        return new(
            kind,
            hit.Product,
            StorageReader.Read(normalised.Value, tokens, hit.To),
            Condition(view.Record.Condition, reading),
            OnePrice: kind == OfferKind.Product && !reading.Has(OfferRoles.NoComparison) && PriceIsOfOne(view),
            field,
            tokens[hit.From].Start,
            tokens[hit.To - 1].End);
    }

    private static string? Condition(string? claimed, TitleReading reading)
    {
        if (reading.Has(OfferRoles.Broken)) return "broken";
        if (claimed is "used" or "refurbished") return claimed;
        if (reading.Has(OfferRoles.Refurbished)) return "refurbished";
        if (reading.Has(OfferRoles.Used)) return "used";
        return claimed ?? (reading.Has(OfferRoles.New) ? "new" : null);
    }

    private bool PriceIsOfOne(ListingView view)
    {
        foreach (var field in view.Fields)
        {
            if (field.Name is "priceText") return !new TitleReading(_folded, field.Text.Folded, Math.Min(field.Text.Folded.Length, LongestText), rolesAlone: true).Has(OfferRoles.NoComparison);
        }
        return true;
    }
}
