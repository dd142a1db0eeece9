namespace Ecom389.Monitor.Core;

/// <summary>What the best of the queue promises.</summary>
/// <param name="Items">How many were looked at, at most as many as asked for.</param>
/// <param name="Expected">Sum of their calibrated priorities: how many of them are expected to be confirmed.</param>
public sealed record QueueOutlook(int Items, double Expected);

/// <summary>What a person has in hand.</summary>
/// <param name="Person">User name.</param>
/// <param name="Held">Items they hold now.</param>
/// <param name="ToFollow">Open items that come back to them.</param>
public sealed record PersonLoad(string Person, int Held, int ToFollow);

/// <summary>Who decided how many.</summary>
public sealed record PersonDecisions(string Person, int Decisions);

/// <summary>Work done and waiting, for planning a day.</summary>
public interface IWorkloadStore
{
    /// <summary>Decisions since an instant, by person.</summary>
    Task<IReadOnlyList<PersonDecisions>> DecisionsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>What every person has in hand.</summary>
    Task<IReadOnlyList<PersonLoad>> LoadsAsync(IReadOnlyList<string>? units, CancellationToken cancellationToken);

    /// <summary>The first free items in the queue's order.</summary>
    Task<QueueOutlook> OutlookAsync(IReadOnlyList<string>? units, int items, CancellationToken cancellationToken);

    /// <summary>Places of open items, most first.</summary>
    Task<IReadOnlyList<PlaceCount>> PlacesAsync(IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken);

    /// <summary>Items a person holds or follows up, in the queue's order.</summary>
    Task<IReadOnlyList<ReviewItem>> InHandAsync(string person, int limit, CancellationToken cancellationToken);
}
