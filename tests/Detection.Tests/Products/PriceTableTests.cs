using System.Text.RegularExpressions;
using Ecom389.Monitor.Detection.Tests.Rules;

namespace Ecom389.Monitor.Detection.Tests.Products;

public class PriceTableTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_price_of_high_confidence_names_its_page_or_commit_and_a_day() =>
        Assert.All(RulesFolder.Rules.Prices.All.Where(static price => string.Equals(price.Confidence, "high", StringComparison.Ordinal)), static price =>
        {
            Assert.Matches(new Regex("https?://[^/ ]+/[^ ]+|commit [0-9a-f]{8}", RegexOptions.None, Patience), price.Source);
            Assert.Matches(new Regex(@"\d{2}/\d{2}/\d{4}", RegexOptions.None, Patience), price.Source);
        });

    [Fact]
    public void No_source_is_cut_off_in_the_middle() =>
        Assert.All(RulesFolder.Rules.Prices.All, static price =>
        {
            Assert.Equal(price.Source.Count(static c => c == '('), price.Source.Count(static c => c == ')'));
            Assert.DoesNotMatch(new Regex(@"[=,;:(]\s*$", RegexOptions.None, Patience), price.Source);
        });

    [Fact]
    public void No_accessory_word_is_written_twice()
    {
        var line = File.ReadLines(Path.Combine(RulesFolder.Path, "prices.yaml")).Single(static line => line.StartsWith("accessoryWords:", StringComparison.Ordinal));
        var words = Regex.Matches(line, "\"([^\"]+)\"", RegexOptions.None, Patience).Select(static match => match.Groups[1].Value).ToArray();
        Assert.Equal(words.Distinct(StringComparer.Ordinal), words);
    }
}
