using Ecom389.Monitor.Detection.Matching;

namespace Ecom389.Monitor.Detection.Products;

/// <summary>What a new, genuine product costs in Vietnam.</summary>
/// <param name="Id">Name within <c>rules/prices.yaml</c>.</param>
/// <param name="Name">As people call it.</param>
/// <param name="LowVnd">Lower end, in đồng.</param>
/// <param name="HighVnd">Upper end, in đồng.</param>
/// <param name="Date">When the price was seen.</param>
/// <param name="Source">Where it was seen.</param>
/// <param name="Confidence"><c>high</c>, <c>medium</c> or <c>low</c>.</param>
public sealed record ReferencePrice(
    string Id,
    string Name,
    string Category,
    long LowVnd,
    long HighVnd,
    DateOnly Date,
    string Source,
    string Confidence,
    IReadOnlyList<string> Phrases,
    IReadOnlyList<string> Not);

/// <summary>A listing's price beside the reference.</summary>
/// <param name="Ratio">The listing's price over the reference's lower end.</param>
/// <param name="Field">Index of the field in which the product was named.</param>
/// <param name="Start">UTF-16 offset of the product's name in the field's normalised value.</param>
/// <param name="End">One past the last.</param>
public sealed record PriceComparison(ReferencePrice Reference, long PriceVnd, double Ratio, int Field, int Start, int End);

/// <summary>
/// Recognises products by name and compares prices. An accessory for a product ("ốp lưng AirPods"), a part, a dummy, a broken
/// or a used one is not the product. Immutable and safe for concurrent use.
/// </summary>
public sealed class PriceReferences
{
    private readonly IReadOnlyList<ReferencePrice> _references;
    private readonly PhraseAutomaton _automaton;
    private readonly Dictionary<int, List<int>> _products = [];
    private readonly Dictionary<int, List<int>> _exclusions = [];
    private readonly HashSet<int> _accessories = [];

    /// <param name="references">The price table.</param>
    /// <param name="accessoryWords">Words that say the goods are something for, of or in place of the product.</param>
    public PriceReferences(IReadOnlyList<ReferencePrice> references, IReadOnlyList<string> accessoryWords)
    {
        _references = references;
        var builder = new PhraseAutomatonBuilder();
        for (var r = 0; r < references.Count; r++)
        {
            foreach (var phrase in references[r].Phrases) Put(_products, Add(phrase), r);
            foreach (var phrase in references[r].Not) Put(_exclusions, Add(phrase), r);
        }
        foreach (var word in accessoryWords) _accessories.Add(Add(word));
        _automaton = builder.Build();

        int Add(string phrase) => builder.AddPhrase(Text.Normaliser.Normalise(phrase).Value);

        static void Put(Dictionary<int, List<int>> map, int pattern, int reference)
        {
            if (!map.TryGetValue(pattern, out var list)) map.Add(pattern, list = []);
            list.Add(reference);
        }
    }

    /// <summary>No table: no comparison.</summary>
    public static PriceReferences None { get; } = new([], []);

    /// <summary>All entries.</summary>
    public IReadOnlyList<ReferencePrice> All => _references;

    /// <summary>Compares a listing of new goods with the product it names, or null where there is nothing to compare.</summary>
    public PriceComparison? Compare(ListingView view)
    {
        var record = view.Record;
        if (record.PriceVnd is not { } price || price <= 0 || record.Condition is "used" or "refurbished" || _references.Count == 0) return null;
        for (var field = 0; field < view.Fields.Count; field++)
        {
            var name = view.Fields[field].Name;
            var isTitle = name is "title";
            // A post has no title: its first line says what is offered.
            if (!isTitle && !(name is "description" && record.Title.Length == 0)) continue;
            var text = view.Fields[field].Text.Value.AsSpan();
            if (!isTitle && text.IndexOf('\n') is > 0 and var lineEnd) text = text[..lineEnd];
            if (text.Length > 200) text = text[..200];
            if (Recognise(text) is not { } found) continue;
            var reference = _references[found.Reference];
            return new(reference, price, (double)price / reference.LowVnd, field, found.Hit.Start, found.Hit.End);
        }
        return null;
    }

    private (int Reference, PhraseHit Hit)? Recognise(ReadOnlySpan<char> text)
    {
        var hits = new List<PhraseHit>();
        _automaton.Scan(text, hits);
        (int Reference, PhraseHit Hit)? best = null;
        foreach (var hit in hits)
        {
            if (_accessories.Contains(hit.Pattern)) return null;
            if (!_products.TryGetValue(hit.Pattern, out var products)) continue;
            foreach (var product in products)
            {
                // The longest name is the most exact: "AirPods Pro 2" over "AirPods Pro".
                if (best is { } known && known.Hit.End - known.Hit.Start >= hit.End - hit.Start) continue;
                if (!hits.Exists(other => _exclusions.TryGetValue(other.Pattern, out var not) && not.Contains(product))) best = (product, hit);
            }
        }
        return best;
    }
}
