namespace Ecom389.Monitor.Detection.Rules;

/// <summary>What became of one example.</summary>
public enum ExampleOutcome
{
    /// <summary>As the writer said.</summary>
    Passed,

    /// <summary>Not as the writer said.</summary>
    Failed,

    /// <summary>A known miss that the rule does find by now: good news, to be moved to <c>flags</c>.</summary>
    FoundKnownMiss,
}

/// <summary>One example that was run.</summary>
/// <param name="Kind"><c>flags</c>, <c>ignores</c> or <c>known-misses</c>.</param>
/// <param name="Line">1-based line in <paramref name="File"/>.</param>
public sealed record ExampleResult(string RuleId, string File, int Line, string Kind, string Text, ExampleOutcome Outcome);

/// <summary>All examples of all packs, run to the end.</summary>
public sealed record RuleTestReport(IReadOnlyList<ExampleResult> Results)
{
    public int Passed => Results.Count(static result => result.Outcome != ExampleOutcome.Failed);

    public int Failed => Results.Count(static result => result.Outcome == ExampleOutcome.Failed);

    /// <summary>Known misses, found by now or not.</summary>
    public int KnownMisses => Results.Count(static result => result.Kind is "known-misses");
}

/// <summary>Runs the examples that stand beside the rules (<c>rules test</c>). A miss never stops the run.</summary>
public sealed class RuleTester(RuleEngine engine)
{
    /// <summary>Runs every example of every rule that is not retired, as of a date.</summary>
    public RuleTestReport Run(DateOnly asOf)
    {
        var results = new List<ExampleResult>();
        // Examples speak of a few made-up records, never of the list that happens to be imported.
        var examined = engine.Rules.Facts.SampleRegistry is { } sample ? new RuleEngine(engine.Rules.With(sample)) : engine;
        foreach (var rule in engine.Rules.Rules.Where(static rule => rule.Status != RuleStatus.Retired))
        {
            // An example shows what the words mean; whether the rule is in force today is another matter.
            var date = rule.Dates.HoldOn(asOf) ? asOf : rule.Dates.ValidTo ?? rule.Dates.ValidFrom ?? asOf;
            Add(rule.Examples.Flags, "flags", found => found ? ExampleOutcome.Passed : ExampleOutcome.Failed);
            Add(rule.Examples.Ignores, "ignores", found => found ? ExampleOutcome.Failed : ExampleOutcome.Passed);
            Add(rule.Examples.KnownMisses, "known-misses", found => found ? ExampleOutcome.FoundKnownMiss : ExampleOutcome.Passed);

            void Add(IReadOnlyList<RuleExample> examples, string kind, Func<bool, ExampleOutcome> judge)
            {
                foreach (var example in examples)
                {
                    var found = examined.Holding(new(example.Listing), date, candidate => ReferenceEquals(candidate, rule)).Count > 0;
                    var text = example.Listing.Title.Length > 0 ? $"{example.Listing.Title}. {example.Listing.Description}" : example.Listing.Description;
                    results.Add(new(rule.Id, rule.File, example.Line, kind, text, judge(found)));
                }
            }
        }
        return new(results);
    }
}
