using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>What an installation may set about reviewing.</summary>
public sealed record ReviewSettings
{
    /// <summary>How long an opened item is kept for the person who opened it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a person may take their own decision back.</summary>
    public TimeSpan UndoWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Priority (0 to 1) from which a dismissal needs a second person.</summary>
    public double HighPriority { get; init; } = 0.8;

    /// <summary>How far off, in days, an item may be put.</summary>
    public int LongestWaitDays { get; init; } = 180;

    /// <summary>How many items may be decided at once.</summary>
    public int MostAtOnce { get; init; } = 100;

    /// <summary>Working days until an objection is to be answered, from the day after it was received.</summary>
    public int ObjectionWorkingDays { get; init; } = 15;

    /// <summary>The days offices work, by which terms are counted.</summary>
    public WorkingDays Calendar { get; init; } = WorkingDays.WeekendsOnly;

    /// <summary>Longest reason, in UTF-16 code units.</summary>
    public int LongestReason { get; init; } = 4000;

    /// <summary>Violation codes that may be confirmed, those of the rules; null does not check.</summary>
    public IReadOnlySet<string>? KnownCodes { get; init; }
}
