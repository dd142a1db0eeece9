using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Bench.Rules;

/// <summary>Suspicious and clean listings of one set that something hit.</summary>
internal sealed class Hits
{
    public int Suspicious { get; set; }

    public int Clean { get; set; }
}

/// <summary>What one rule or context hit, set by set.</summary>
internal sealed class RuleTally
{
    private readonly Dictionary<string, Hits> _sets = new(StringComparer.Ordinal);

    /// <summary>Hits on suspicious listings that bear another code only.</summary>
    public int OtherCode { get; set; }

    /// <summary>Hits on each file of ordinary real listings, in the files' order.</summary>
    public int[] Ordinary { get; } = new int[2];

    public int Suspicious => _sets.Values.Sum(static hits => hits.Suspicious);

    public int Clean => _sets.Values.Sum(static hits => hits.Clean);

    public Hits In(string set)
    {
        if (!_sets.TryGetValue(set, out var hits)) _sets.Add(set, hits = new());
        return hits;
    }
}

/// <summary>What the rules together did on one labelled set.</summary>
internal sealed class SetTally(string name)
{
    public string Name { get; } = name;

    public int Listings { get; private set; }

    public int Suspicious { get; private set; }

    public int Found { get; private set; }

    /// <summary>Found, with a code that the label bears.</summary>
    public int RightCode { get; private set; }

    public int FalseAlarms { get; private set; }

    public Share Precision => new(Found, Found + FalseAlarms);

    public Share Recall => new(Found, Suspicious);

    public void Count(LabelledListing listing, IReadOnlyList<Signal> signals, RuleVerdict verdict)
    {
        Listings++;
        if (listing.Suspicious) Suspicious++;
        if (!verdict.Flagged) return;
        if (!listing.Suspicious)
        {
            FalseAlarms++;
            return;
        }
        Found++;
        if (signals.Any(signal => signal is { Weight: > 0, Violation: { } code } && listing.Label.Violations.Contains(code, StringComparer.Ordinal))) RightCode++;
    }
}

/// <summary>What the rules did on one file of ordinary real listings, presumed clean.</summary>
internal sealed class OrdinaryTally(string name)
{
    public string Name { get; } = name;

    public int Rows { get; set; }

    public int Flagged { get; set; }

    /// <summary>Rows hit by any rule of level high, whatever spoke against it.</summary>
    public int HitByHigh { get; set; }
}
