using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Detection.Model;

/// <summary>What the signals that are not the model's add up to. A signal that a source finds several times counts once, at its strongest.</summary>
public readonly record struct RuleSums(double For, double Against)
{
    /// <summary>Over all codes.</summary>
    public static RuleSums Of(IReadOnlyList<Signal> signals) => Of(signals, null);

    /// <summary>Over the signals for one code and those that speak to all codes.</summary>
    public static RuleSums Of(IReadOnlyList<Signal> signals, string? code)
    {
        double positive = 0, negative = 0;
        for (var i = 0; i < signals.Count; i++)
        {
            var signal = signals[i];
            if (code is not null && !string.Equals(signal.Violation, code, StringComparison.Ordinal)) continue;
            var repeated = false;
            for (var j = 0; j < signals.Count && !repeated; j++)
            {
                if (j == i || !string.Equals(signals[j].Id, signal.Id, StringComparison.Ordinal)) continue;
                var difference = Math.Abs(signals[j].Weight) - Math.Abs(signal.Weight);
                repeated = difference > 0 || (difference == 0 && j < i);
            }
            if (repeated) continue;
            if (signal.Weight > 0) positive += signal.Weight;
            else negative += signal.Weight;
        }
        return new(positive, negative);
    }
}
