using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>From so many sales on, an offer reaches so many more people.</summary>
/// <param name="Sold">Sales from which the step holds.</param>
/// <param name="Factor">Multiplier, above 0.</param>
public sealed record ReachStep(long Sold, double Factor);

/// <summary>
/// What makes one matter worth more of an inspector's time than another of the same priority: the harm of what is suspected and how
/// many people the offer reaches. Dated data (<c>rules/violations.yaml</c>, <c>rules/review.yaml</c>); values above 0.
/// </summary>
public sealed record ItemWorth
{
    /// <summary>Harm 0 to 1 by violation code; a code that is not here counts <see cref="UnknownHarm"/>.</summary>
    public IReadOnlyDictionary<string, double> Harm { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    public double UnknownHarm { get; init; } = 1;

    /// <summary>Multiplier by channel; 1 for one that is not here.</summary>
    public IReadOnlyDictionary<Channel, double> Channels { get; init; } = new Dictionary<Channel, double>();

    /// <summary>By the seller's sales, in any order.</summary>
    public IReadOnlyList<ReachStep> Sales { get; init; } = [];

    /// <summary>Knows nothing: the value of an item is its priority.</summary>
    public static ItemWorth Plain { get; } = new();

    /// <summary>Expected value of a matter: priority × the greatest harm among its codes × reach.</summary>
    public double Of(double priority, IReadOnlyList<string> codes, Channel? channel, ListingRecord? record)
    {
        var harm = codes.Count == 0 ? UnknownHarm : codes.Max(code => Harm.GetValueOrDefault(code, UnknownHarm));
        return priority * harm * Reach(channel, record?.Seller.Sold);
    }

    private double Reach(Channel? channel, long? sold)
    {
        var reach = channel is { } where ? Channels.GetValueOrDefault(where, 1) : 1;
        return reach * (Sales.Where(step => sold >= step.Sold).OrderByDescending(step => step.Sold).FirstOrDefault()?.Factor ?? 1);
    }
}
