using Ecom389.Monitor.Detection.Domains;

namespace Ecom389.Monitor.Detection.Tests.Domains;

public class PublicSuffixesTests
{
    private static readonly PublicSuffixes Small = new(["com", "vn", "com.vn", "*.ck", "!www.ck", "// lời ghi", ""]);

    [Theory]
    [InlineData("shop.abc.com.vn", "abc.com.vn")]
    [InlineData("abc.vn", "abc.vn")]
    [InlineData("com.vn", null)]
    [InlineData("a.b.ck", "a.b.ck")]
    [InlineData("x.a.b.ck", "a.b.ck")]
    [InlineData("b.ck", null)]
    [InlineData("www.ck", "www.ck")]
    [InlineData("a.www.ck", "www.ck")]
    [InlineData("host.unlisted", "host.unlisted")]
    [InlineData("unlisted", null)]
    [InlineData(".vn", null)]
    public void The_registrable_domain_follows_the_rules(string host, string? registrable) => Assert.Equal(registrable, Small.Registrable(host));

    [SharedDataFact]
    [Trait("Category", "SharedData")]
    public void The_published_list_passes_its_published_tests()
    {
        var suffixes = new PublicSuffixes(File.ReadLines(SharedData.PathOf("real", "public-suffix", "public_suffix_list.dat")));
        var wrong = new List<string>();
        var cases = 0;
        foreach (var line in File.ReadLines(SharedData.PathOf("real", "public-suffix", "tests.txt")))
        {
            var text = line.Trim();
            if (text.Length == 0 || text.StartsWith("//", StringComparison.Ordinal)) continue;
            var parts = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2) continue;
            cases++;
            var want = parts[1] is "null" ? null : Punycode(parts[1]);
            var got = parts[0] is "null" ? null : suffixes.Registrable(parts[0].ToLowerInvariant());
            if (!string.Equals(want, got, StringComparison.Ordinal)) wrong.Add($"{text} got {got}");
        }
        Assert.True(cases > 0);
        Assert.Empty(wrong);
    }

    private static string Punycode(string host) => new System.Globalization.IdnMapping().GetAscii(host.ToLowerInvariant());
}
