using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Detection.Tests.Rules;

public class RulePackTests
{
    private static readonly string[] Codes = ["counterfeit", "smuggled", "uncertified", "prohibited-device", "sim-abuse", "used-import", "piracy", "impersonation", "label-printing", "unlicensed-infosec"];

    [Fact]
    public void Every_example_of_every_pack_holds()
    {
        var report = new RuleTester(new(RulesFolder.Rules)).Run(new(2026, 11, 22));
        Assert.True(report.Failed == 0, string.Join('\n', report.Results.Where(static result => result.Outcome == ExampleOutcome.Failed).Select(static result => $"{result.File}:{result.Line} {result.RuleId} {result.Kind}: {result.Text}")));
        Assert.True(report.Passed > 150);
    }

    [Fact]
    public void Lint_has_nothing_to_say_of_the_projects_packs() =>
        Assert.Empty(RuleLinter.Lint(RulesFolder.Rules));

    [Fact]
    public void Every_violation_has_rules_a_route_and_known_authorities()
    {
        var rules = RulesFolder.Rules;
        var authorities = rules.Authorities.Select(static authority => authority.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var code in Codes)
        {
            var kind = Assert.Single(rules.Violations, kind => string.Equals(kind.Code, code, StringComparison.Ordinal));
            Assert.All(kind.Authorities, id => Assert.Contains(id, authorities.AsEnumerable(), StringComparer.Ordinal));
            Assert.Contains(rules.Rules, rule => string.Equals(rule.Violation, code, StringComparison.Ordinal) && rule.Status == RuleStatus.Active);
            Assert.Contains(rules.Routes, route => route.Violations.Contains(code, StringComparer.Ordinal));
        }
        Assert.Contains(rules.Routes, static route => route.Violations.Count == 0);
    }

    [Theory]
    [InlineData("a(?=b)")]
    [InlineData("(?<!a)b")]
    [InlineData(@"(a)b\1")]
    [InlineData(@"(?<x>a)b\k<x>")]
    [InlineData("(?>a+)b")]
    [InlineData("a(b")]
    [InlineData("a[z-b]")]
    public void An_expression_that_is_none_or_cannot_be_linear_is_told_when_its_pack_is_read(string pattern)
    {
        var fault = Assert.Throws<InvalidInputException>(() => RulesFolder.One($"{{regex: {{literal: [\"b\"], pattern: '{pattern}'}}}}"));
        Assert.Contains(fault.Errors, static error => error is { File: "rules/packs/test.yaml", Line: 13, Field: "rules[0].when.regex.pattern" });
    }

    [Fact]
    public void A_list_that_is_missing_is_told_wherever_it_is_named()
    {
        var fault = Assert.Throws<InvalidInputException>(() => RulesFolder.One("{any: [\"@nothing\"]}", "{any: [\"@nothing\"]}"));
        Assert.Equal([13, 14], fault.Errors.Where(static error => error.Message.Contains("@nothing", StringComparison.Ordinal)).Select(static error => error.Line ?? 0));
    }

    [Fact]
    public void All_faults_are_reported_at_once_with_file_line_and_field()
    {
        var files = RulesFolder.Files("""
            id: Bad Id
            title: Thử
            violation: unknown
            author: A
            updated: 22/11/2026
            rules:
              - id: one
                title: Một
                levle: high
                when: {any: [], category: [phones], guards: [nobody]}
              - id: two
                title: Hai
                level: huge
                when: {any: ["@nothing"], regex: {pattern: "("}}
            """);
        var fault = Assert.Throws<InvalidInputException>(() => RulePackLoader.Load(files));
        Assert.All(fault.Errors, static error => Assert.Equal("rules/packs/test.yaml", error.File));
        Assert.Contains(fault.Errors, static error => error is { Line: 1, Field: "id" });
        Assert.Contains(fault.Errors, static error => error is { Line: 3, Field: "violation" });
        Assert.Contains(fault.Errors, static error => error is { Line: 5, Field: "updated" });
        Assert.Contains(fault.Errors, static error => error is { Line: 9, Field: "rules[0].levle" });
        Assert.Contains(fault.Errors, static error => error is { Line: 10, Field: "rules[0].when.category" });
        Assert.Contains(fault.Errors, static error => error is { Line: 10, Field: "rules[0].when.guards" });
        Assert.Contains(fault.Errors, static error => error is { Line: 13, Field: "rules[1].level" });
        Assert.Contains(fault.Errors, static error => error is { Line: 14, Field: "rules[1].when.any" });
        Assert.Contains(fault.Errors, static error => error is { Line: 14, Field: "rules[1].when.regex.pattern" });
    }

    [Fact]
    public void Broken_yaml_names_its_line()
    {
        var fault = Assert.Throws<InvalidInputException>(() => RulePackLoader.Load(RulesFolder.Files("id: a\ntitle: [unclosed\nrules: {")));
        var error = Assert.Single(fault.Errors);
        Assert.Equal("rules/packs/test.yaml", error.File);
        Assert.True(error.Line >= 2);
    }

    [Fact]
    public void The_version_follows_every_byte()
    {
        var first = RulePackLoader.Load(RulesFolder.Files(RulesFolder.Pack("{any: [một hai]}")));
        var same = RulePackLoader.Load(RulesFolder.Files(RulesFolder.Pack("{any: [một hai]}")));
        var other = RulePackLoader.Load(RulesFolder.Files(RulesFolder.Pack("{any: [một ba]}")));
        Assert.Equal(first.Version, same.Version);
        Assert.NotEqual(first.Version, other.Version, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("(a|b)rep", "rep", true)]
    [InlineData("rep?", "rep", false)]
    [InlineData("(?:rep|copy)\\s+1", "rep", false)]
    [InlineData("[rep]", "rep", false)]
    [InlineData("(rep)?x", "rep", false)]
    [InlineData("(rep a|rep b)", "rep", true)]
    public void Lint_knows_whether_an_expression_needs_its_literal(string pattern, string literal, bool holds)
    {
        var rules = RulesFolder.One($"{{regex: {{literal: [\"{literal}\"], pattern: '{pattern}'}}}}");
        Assert.Equal(!holds, RuleLinter.Lint(rules).Any(static remark => remark.Field!.EndsWith("regex", StringComparison.Ordinal)));
    }

    [Fact]
    public void Lint_names_an_expression_without_a_literal() =>
        Assert.Contains(RuleLinter.Lint(RulesFolder.One("{regex: {pattern: 'a+b'}}")), static remark => remark.Message.Contains("literal", StringComparison.Ordinal));
}
