using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Domains;
using Ecom389.Monitor.Detection.Tests.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Detection.Tests.Domains;

public class LookalikeDomainsTests
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web);

    private static LookalikeDomains Domains => RulesFolder.Rules.Facts.Domains;

    [Theory]
    [InlineData("sh0pee.vn", DomainTrick.Homoglyph, "shopee")]
    [InlineData("\u0430pple.com", DomainTrick.Homoglyph, "apple")]
    [InlineData("xn--pple-43d.com", DomainTrick.Homoglyph, "apple")]
    [InlineData("rnicrosoft.com", DomainTrick.Homoglyph, "microsoft")]
    [InlineData("shpoee.vn", DomainTrick.Typo, "shopee")]
    [InlineData("apple-baohanh.vn", DomainTrick.Combo, "apple")]
    [InlineData("shopee.vn.nhanqua.top", DomainTrick.Subdomain, "shopee")]
    [InlineData("shopee.vip", DomainTrick.Suffix, "shopee")]
    [InlineData("tra-cuu-gov.com", DomainTrick.Government, "chinh-phu")]
    public void An_imitation_is_named_with_its_trick(string host, DomainTrick trick, string organisation)
    {
        var found = Domains.Compare(host);
        Assert.Equal((trick, organisation), (found!.Value.Trick, found.Value.Organisation.Id));
    }

    [Theory]
    [InlineData("apple.com")]
    [InlineData("www.apple.com")]
    [InlineData("shopee.co.th")]
    [InlineData("vnta.gov.vn")]
    [InlineData("samsungcantho.vn")]
    [InlineData("pineapple.vn")]
    [InlineData("jblstore.vn")]
    [InlineData("vn")]
    [InlineData("192.168.1.1")]
    [InlineData("")]
    [InlineData("...")]
    public void An_official_or_unrelated_host_is_left_alone(string host) => Assert.Null(Domains.Compare(host));

    [Fact]
    public void An_imitation_in_the_text_is_quoted_as_the_seller_wrote_it()
    {
        const string text = "Vào ngay Sh0pee.vn/qua để nhận, hoặc shopee.vn";
        var found = Assert.Single(Domains.Find(new(new ListingRecord { Description = text })));
        Assert.Equal("Sh0pee.vn", found.Host);
        Assert.NotNull(found.Words);
    }

    [Fact]
    public void A_cyrillic_letter_in_the_text_is_not_lost_in_normalising()
    {
        var found = Assert.Single(Domains.Find(new(new ListingRecord { Description = "Đăng nhập \u0430pple.com để kiểm tra" })));
        Assert.Equal(DomainTrick.Homoglyph, found.Trick);
    }

    [Fact]
    public void Prices_abbreviations_and_file_names_are_no_hosts() =>
        Assert.Empty(Domains.Find(new(new ListingRecord { Description = "Giá 1.290.000đ, v.v. Xem file.pdf. Máy đẹp.Pin trâu. TP.HCM" })));

    [Fact]
    public void No_text_makes_it_throw() => Prop.ForAll<string>(static text =>
    {
        var listing = new ListingRecord { Description = (text ?? "") + ".vn " + text, Site = text, Url = "https://" + text };
        return Domains.Find(new(listing)).All(static found => found.Host.Length > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_labelled_hosts_keep_precision_and_recall()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "bench", "products", "hosts.jsonl")).Select(static line => JsonSerializer.Deserialize<Row>(line, Reading)!).ToArray();
        var answered = rows.Where(static row => Domains.Compare(row.Host) is not null).ToArray();
        Assert.True(rows.Length >= 150);
        Assert.True(answered.Count(static row => row.Imitates is not null) >= 0.98 * answered.Length, "an honest host is called an imitation");
        Assert.True(answered.Count(static row => row.Imitates is not null) >= 0.88 * rows.Count(static row => row.Imitates is not null), "imitations are missed");
    }

    private sealed record Row(string Half, string Host, string? Imitates);
}
