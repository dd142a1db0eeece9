using System.Text.Json;
using System.Text.Json.Serialization;

using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Samples;

/// <summary>
/// One self-written offer of a sample shop: the fields of the listing record, and beside them what only its author knows
/// (<see cref="Truth"/>), which no page ever shows.
/// </summary>
public sealed record SampleListing
{
    public required string Id { get; init; }

    /// <summary><c>marketplace</c>, <c>social</c> or <c>website</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Host of the sample shop that offers it.</summary>
    public required string Site { get; init; }

    /// <summary>Permalink; the shops serve its path and query over plain HTTP.</summary>
    public required string Url { get; init; }

    /// <summary>Empty for a social post.</summary>
    public required string Title { get; init; }

    public required string Description { get; init; }

    public required string PriceText { get; init; }

    /// <summary>What <see cref="PriceText"/> means in đồng, the lower end of a range, or null.</summary>
    public long? PriceVnd { get; init; }

    /// <summary>The price struck through beside it, in đồng, or null.</summary>
    public long? OldPriceVnd { get; init; }

    public string? Brand { get; init; }

    public required string Category { get; init; }

    /// <summary><c>new</c>, <c>used</c>, <c>refurbished</c> or null.</summary>
    public string? Condition { get; init; }

    public required SellerRecord Seller { get; init; }

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>ISO 8601 date; overruled by <see cref="PostedAgo"/> where that is set.</summary>
    public required string PostedAt { get; init; }

    /// <summary>Age at serving time as the site words it, <c>2h</c> or <c>1d</c>, or null for the fixed date.</summary>
    public string? PostedAgo { get; init; }

    /// <summary>Still shown, but no longer to be had.</summary>
    public bool SoldOut { get; init; }

    /// <summary>A wanted ad ("cần mua"): somebody asks, nothing is offered.</summary>
    public bool Wanted { get; init; }

    /// <summary>Comments under a post, each <c>name: text</c>.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    public required SampleTruth Truth { get; init; }

    /// <summary>Path and query of <see cref="Url"/>: what the shop's router looks up.</summary>
    [JsonIgnore]
    public string PathAndQuery => new Uri(Url).PathAndQuery;

    /// <summary>The lines of <see cref="Description"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Lines => Description.Split('\n');
}

/// <summary>What the author of a sample listing knows of it.</summary>
/// <param name="Verdict"><c>suspicious</c> or <c>clean</c>.</param>
/// <param name="Violations">Violation codes; empty when clean.</param>
/// <param name="Why">One English sentence; empty for what is plainly ordinary.</param>
public sealed record SampleTruth(string Verdict, IReadOnlyList<string> Violations, string Why);

/// <summary>The sample listings bundled with the assembly, one embedded JSON Lines file a site.</summary>
public static class SampleCatalogue
{
    /// <summary>The listings of one site in the order written.</summary>
    /// <param name="host">A host of <see cref="SampleShops.Hosts"/>.</param>
    /// <exception cref="ArgumentException">No such site.</exception>
    /// <exception cref="JsonException">A line is not a listing; names the site and the line.</exception>
    public static IReadOnlyList<SampleListing> Of(string host)
    {
        var name = $"Data/{host.Split('.')[0]}.jsonl";
        if (!Resources.Exists(name))
            throw new ArgumentException($"No sample site {host}.", nameof(host));

        return [.. Resources.Text(name)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select((line, index) => Read(line, $"{name}:{index + 1}"))];
    }

    private static SampleListing Read(string line, string where)
    {
        try
        {
            return JsonSerializer.Deserialize<SampleListing>(line, JsonContract.Compact) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new JsonException($"{where}: {e.Message}", e);
        }
    }
}
