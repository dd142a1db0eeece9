using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>What rules alone say of a listing, without a model: the yardstick of packs, not the score that people see.</summary>
/// <param name="Net">Sum of the weights of rules for and contexts against.</param>
/// <param name="Flagged">Whether the sum reaches <see cref="Bar"/>: one rule of level high, or two of level medium, with nothing against.</param>
public sealed record RuleVerdict(double Net, bool Flagged)
{
    /// <summary>Log-odds from which rules alone call for a look.</summary>
    public const double Bar = 2.0;

    /// <summary>Judges by the signals of kinds <c>rule</c> and <c>context</c>; others are left aside.</summary>
    public static RuleVerdict Of(IEnumerable<Signal> signals)
    {
        var net = signals.Where(static signal => signal.Kind is "rule" or "context").Sum(static signal => signal.Weight);
        return new(net, net >= Bar);
    }
}
