using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Detection.Scoring;

/// <summary>
/// The signal sources of an installation, in one place: training, measuring and scoring must weigh the same ones, or the final
/// head's weights mean nothing.
/// </summary>
public static class SignalSources
{
    /// <summary>Loads them from a rules folder.</summary>
    /// <exception cref="InvalidInputException">A pack cannot be used; names file, line and field.</exception>
    public static IReadOnlyList<ISignalSource> Load(string rulesFolder) => Of(RulePackLoader.Load(rulesFolder));

    /// <summary>Those of rules that are loaded already.</summary>
    public static IReadOnlyList<ISignalSource> Of(RuleSet rules) => [new RuleEngine(rules)];
}
