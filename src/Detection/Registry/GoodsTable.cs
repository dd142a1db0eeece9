using System.Buffers;
using Ecom389.Monitor.Detection.Matching;
using Ecom389.Monitor.Detection.Products;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Registry;

/// <summary>What the law asks of goods before they are sold.</summary>
public enum Obligation
{
    /// <summary>Nothing: outside the list of goods.</summary>
    None,

    /// <summary>The firm's own declaration of conformity.</summary>
    Declaration,

    /// <summary>Certificate and declaration.</summary>
    Certificate,

    /// <summary>May not be sold or used without a licence at all.</summary>
    Forbidden,
}

/// <summary>A group of goods and what it needs within dates, from <c>rules/conformity.yaml</c>.</summary>
/// <param name="Standards">QCVN that apply, as cited.</param>
/// <param name="ValidFrom">First day, or null.</param>
/// <param name="ValidTo">Last day, or null.</param>
/// <param name="Categories">Product categories of the catalogue that belong to it.</param>
/// <param name="Words">Names of the goods in a title.</param>
/// <param name="Source">Where it was read, with its date, or "cần kiểm chứng".</param>
public sealed record GoodsGroup(
    string Id,
    string Name,
    Obligation Obligation,
    string? Standards,
    DateOnly? ValidFrom,
    DateOnly? ValidTo,
    IReadOnlyList<string> Categories,
    IReadOnlyList<string> Words,
    string Source)
{
    /// <summary>Whether it speaks of a day.</summary>
    public bool HoldsOn(DateOnly date) => (ValidFrom is not { } from || date >= from) && (ValidTo is not { } to || date <= to);
}

/// <summary>Goods by need of a certificate. Immutable and safe for concurrent use.</summary>
public sealed class GoodsTable
{
    private const int LongestText = 200;
    private readonly PhraseAutomaton _automaton;
    private readonly Dictionary<int, List<GoodsGroup>> _byPhrase = [];

    /// <param name="groups">The groups; of two with the same words and dates the first speaks.</param>
    /// <param name="forms">Fields of listings that are meant for certificates.</param>
    /// <param name="claimWords">Words by which a seller claims conformity without a number: "đã hợp quy", "tem CR".</param>
    public GoodsTable(IReadOnlyList<GoodsGroup> groups, IReadOnlyList<string> claimWords, CertificateForms? forms = null)
    {
        Forms = forms ?? CertificateForms.None;
        All = groups;
        var builder = new PhraseAutomatonBuilder();
        foreach (var group in groups)
        {
            foreach (var word in group.Words)
            {
                var pattern = builder.AddPhrase(Normaliser.Normalise(word).Value);
                if (pattern < 0) continue;
                if (!_byPhrase.TryGetValue(pattern, out var list)) _byPhrase.Add(pattern, list = []);
                list.Add(group);
            }
        }
        ClaimWords = SearchValues.Create([.. claimWords.Select(static word => Normaliser.Normalise(word).Folded).Distinct(StringComparer.Ordinal)], StringComparison.Ordinal);
        _automaton = builder.Build();
    }

    /// <summary>No table: nothing is known to need anything.</summary>
    public static GoodsTable None { get; } = new([], []);

    /// <summary>Fields of listings that are meant for certificates.</summary>
    public CertificateForms Forms { get; }

    /// <summary>All groups.</summary>
    public IReadOnlyList<GoodsGroup> All { get; }

    /// <summary>Claims of conformity in words, without diacritics.</summary>
    internal SearchValues<string> ClaimWords { get; }

    /// <summary>The group a listing's goods belong to on a day, or null where they are unknown or are something for the goods.</summary>
    public GoodsGroup? Find(ListingView view, ProductOffer offer, DateOnly date)
    {
        if (offer.Kind is OfferKind.Product or OfferKind.Several && offer.Product is { } product)
        {
            foreach (var group in All)
            {
                if (group.HoldsOn(date) && group.Categories.Contains(product.Category, StringComparer.Ordinal)) return group;
            }
        }
        return offer.Kind is OfferKind.Other or OfferKind.Product or OfferKind.Several or OfferKind.Lookalike ? FindWords(Heading(view), date) : null;
    }

    /// <summary>The group that a text names by its longest words, or null.</summary>
    public GoodsGroup? FindWords(string normalised, DateOnly date)
    {
        if (_byPhrase.Count == 0 || normalised.Length == 0) return null;
        var hits = new List<PhraseHit>();
        _automaton.Scan(normalised.AsSpan(0, Math.Min(normalised.Length, LongestText)), hits);
        GoodsGroup? best = null;
        var length = 0;
        foreach (var hit in hits)
        {
            if (hit.End - hit.Start <= length || _byPhrase[hit.Pattern].Find(group => group.HoldsOn(date)) is not { } group) continue;
            (best, length) = (group, hit.End - hit.Start);
        }
        return best;
    }

    private static string Heading(ListingView view)
    {
        foreach (var field in view.Fields)
        {
            if (field.Name is "title" || (field.Name is "description" && view.Record.Title.Length == 0)) return field.Text.Value;
        }
        return "";
    }
}
