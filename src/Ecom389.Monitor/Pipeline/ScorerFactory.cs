using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Detection.Scoring;

namespace Ecom389.Monitor.Pipeline;

/// <summary>Puts the scorer together from the installation's rules and model.</summary>
internal static class ScorerFactory
{
    /// <exception cref="InvalidInputException">A pack or the model cannot be used; names file, line and field.</exception>
    public static IListingScorer Load(Installation installation) => Load(installation, RulePackLoader.Load(installation.Rules));

    public static IListingScorer Load(Installation installation, RuleSet rules) =>
        new ListingScorer(ModelFile.Read(installation.Model), SignalSources.Of(RegistrySeed.Load(installation) is { } registry ? rules.With(registry) : rules));
}
