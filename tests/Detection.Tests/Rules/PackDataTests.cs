using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Detection.Tests.Rules;

/// <summary>What the project's packs and watch-lists must hold as data.</summary>
public sealed class PackDataTests
{
    [Fact]
    public void Every_violation_has_at_least_five_active_rules_that_say_by_what_words()
    {
        foreach (var kind in RulesFolder.Rules.Violations)
        {
            var rules = RulesFolder.Rules.Rules.Count(rule => rule.Status == RuleStatus.Active && string.Equals(rule.Violation, kind.Code, StringComparison.Ordinal));
            Assert.True(rules >= 5, $"{kind.Code}: {rules}");
        }
    }

    [Fact]
    public void At_least_four_hundred_rules_and_list_entries_are_active() =>
        Assert.InRange(RulesFolder.Rules.Rules.Count(static rule => rule.Status == RuleStatus.Active), 400, int.MaxValue);

    [Fact]
    public void An_active_list_entry_of_level_high_stands_on_a_published_list() =>
        Assert.All(
            RulesFolder.Rules.Rules.Where(static rule => rule is { Status: RuleStatus.Active, Level: RuleLevel.High } && IsListed(rule)),
            static rule => Assert.False(rule.Legal.Text.Contains(LegalStatement.Unverified, StringComparison.Ordinal), rule.Id));

    [Fact]
    public void A_name_stands_once_on_a_list() =>
        Assert.All(
            RulesFolder.Rules.Rules.Where(IsListed).GroupBy(static rule => (rule.File, Name: rule.Title.ToUpperInvariant())),
            static names => Assert.Single(names));

    [Fact]
    public void Contexts_speak_against_and_never_for() =>
        Assert.All(RulesFolder.Rules.Contexts, static cue => Assert.True(cue.Weight < 0, cue.Id));

    private static bool IsListed(Rule rule) => rule.File.Contains("watchlists/", StringComparison.Ordinal);
}
