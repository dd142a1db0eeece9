namespace Ecom389.Monitor.Core;

/// <summary>Items decided by people, by what they decided. Their relation is the precision of what is flagged.</summary>
public readonly record struct Outcomes(int Confirmed, int Dismissed)
{
    public int Total => Confirmed + Dismissed;

    public static Outcomes operator +(Outcomes one, Outcomes other) => new(one.Confirmed + other.Confirmed, one.Dismissed + other.Dismissed);
}

/// <summary>Outcomes under a name: a week's Monday, a rule, a source, a province.</summary>
public sealed record NamedOutcomes(string Name, Outcomes Outcomes);

/// <summary>What came into the queue on a day in Asia/Ho_Chi_Minh, and what was decided.</summary>
public sealed record DayCount(DateOnly Day, int Opened, int Decided);

/// <summary>How long undecided items (new or held) have been open.</summary>
/// <param name="UnderDay">Under 24 hours.</param>
/// <param name="UnderThree">One to three days.</param>
/// <param name="UnderWeek">Three to seven days.</param>
/// <param name="UnderMonth">Seven to thirty days.</param>
/// <param name="Older">Thirty days and more.</param>
/// <param name="Oldest">UTC when the oldest was opened, or null.</param>
public sealed record QueueAges(int UnderDay, int UnderThree, int UnderWeek, int UnderMonth, int Older, DateTimeOffset? Oldest)
{
    public int Total => UnderDay + UnderThree + UnderWeek + UnderMonth + Older;
}

/// <summary>Figures of the queue that cost a pass over the decided items; callers keep them for a while.</summary>
/// <param name="ByWeek">By Monday of the week of decision (ISO date), oldest first.</param>
/// <param name="BySource">By source id.</param>
/// <param name="ByPlace">By province or place as the source or seller states it; "" where none is stated.</param>
/// <param name="ByRule">By rule id of the signals that spoke for suspicion when it was decided.</param>
public sealed record PrecisionFigures(
    IReadOnlyList<NamedOutcomes> ByWeek, IReadOnlyList<NamedOutcomes> BySource, IReadOnlyList<NamedOutcomes> ByPlace, IReadOnlyList<NamedOutcomes> ByRule);

/// <summary>Figures for overviews. Canaries are in none of them.</summary>
public interface IFigureStore
{
    Task<QueueAges> AgesAsync(IReadOnlyList<string>? units, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Every day from the first to the last, days without anything included.</summary>
    Task<IReadOnlyList<DayCount>> DaysAsync(IReadOnlyList<string>? units, DateOnly first, DateOnly last, CancellationToken cancellationToken);

    /// <summary>Of flagged items whose standing decision was taken at or after an instant.</summary>
    Task<PrecisionFigures> PrecisionAsync(IReadOnlyList<string>? units, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Open items by place, most first; "" where none is stated.</summary>
    Task<IReadOnlyList<KeyValuePair<string, int>>> OpenByPlaceAsync(IReadOnlyList<string>? units, CancellationToken cancellationToken);
}
