using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Bench.Rules;

/// <summary>
/// Which clean listings of the labelled sets are no offers to sell, and what they are instead: <c>kinds.jsonl</c> beside this
/// program, written by reading each text. Listings that it does not name are offers.
/// </summary>
internal sealed class KnownKinds
{
    private readonly Dictionary<string, string> _kinds;

    public KnownKinds(string path) => _kinds = File.ReadLines(path)
        .Select(static line => JsonSerializer.Deserialize<KnownKind>(line, JsonContract.Compact)!)
        .ToDictionary(static row => row.Id, static row => row.Kind, StringComparer.Ordinal);

    /// <summary>The kind of a listing, or null for an offer.</summary>
    public string? Of(string? id) => id is null ? null : _kinds.GetValueOrDefault(id);

    private sealed record KnownKind(string Id, string Kind);
}

/// <summary>How well contexts of <c>lexicons/context.yaml</c> tell what is no offer.</summary>
internal sealed class OfferTally
{
    /// <summary>Contexts that say "no offer"; the others say "an offer that shows what a lawful one shows".</summary>
    public static readonly IReadOnlySet<string> NoOffer = new HashSet<string>(StringComparer.Ordinal)
    {
        "context.wanted", "context.question", "context.warning", "context.news", "context.review", "context.recruitment", "context.repair", "context.buying-in", "context.prevention",
    };

    /// <summary>By kind: how many there are, how many any no-offer context recognised, how many the context of the same name.</summary>
    public SortedDictionary<string, (int All, int Recognised, int Named)> Kinds { get; } = new(StringComparer.Ordinal);

    public int Offers { get; private set; }

    /// <summary>Offers that a no-offer context speaks against.</summary>
    public int OffersMistaken { get; private set; }

    public int SuspiciousOffers { get; private set; }

    public int SuspiciousMistaken { get; private set; }

    public void Count(string? kind, LabelledListing listing, HashSet<string> ids)
    {
        var recognised = ids.Overlaps(NoOffer);
        if (kind is null)
        {
            Offers++;
            if (recognised) OffersMistaken++;
            if (listing.Suspicious) SuspiciousOffers++;
            if (listing.Suspicious && recognised) SuspiciousMistaken++;
            return;
        }
        var (all, any, named) = Kinds.GetValueOrDefault(kind);
        Kinds[kind] = (all + 1, any + (recognised ? 1 : 0), named + (ids.Contains("context." + kind) ? 1 : 0));
    }
}
