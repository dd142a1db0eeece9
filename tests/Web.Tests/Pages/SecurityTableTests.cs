using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Web.Tests.Pages;

/// <summary>docs/security.md names a test for each requirement it claims; a claim whose test was renamed or removed is no claim.</summary>
public sealed partial class SecurityTableTests
{
    [Fact]
    public void Every_test_that_the_table_of_requirements_names_exists()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);
        var named = Named().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"))).Select(match => match.Groups["name"].Value).ToList();
        Assert.True(named.Count > 40, $"only {named.Count} tests are named");
        Assert.All(named, name => Assert.Contains(name, tests));
    }

    [Fact]
    public void Every_requirement_has_a_test_or_says_why_it_does_not_apply()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "security.md")).Where(line => Requirement().IsMatch(line)).ToList();
        Assert.True(rows.Count > 60, $"only {rows.Count} requirements");
        Assert.All(rows, row => Assert.True(Named().IsMatch(row) || row.Contains("| not applicable", StringComparison.Ordinal) || row.Contains("| gap", StringComparison.Ordinal) || row.Contains("| by review", StringComparison.Ordinal), row));
    }

    [GeneratedRegex(@"public (async )?(static )?(Task|void) (?<name>[A-Z]\w+_\w+)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Method();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){2,})`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Named();

    [GeneratedRegex(@"^\| \d+\.\d+\.\d+ ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Requirement();
}
