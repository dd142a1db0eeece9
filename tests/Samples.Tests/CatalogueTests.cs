using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Samples.Tests;

/// <summary>The bundled listings are what the listing record's schema says, and nobody's but ours.</summary>
public sealed partial class CatalogueTests
{
    private static readonly string[] Categories =
    [
        "phone", "phone-accessory", "charger-battery", "headphones-speaker", "smartwatch-wearable", "laptop-pc", "tablet", "pc-component",
        "router-wifi", "repeater-booster", "jammer", "radio-walkie-talkie", "iptv-tvbox", "camera-surveillance", "spy-device",
        "sim-card-telecom", "gps-tracker", "drone", "iot-smarthome", "software-license", "book-publication", "printing-labels",
        "server-network", "infosec-product", "telecom-station", "other-non-ict",
    ];

    private static readonly string[] Codes =
    [
        "counterfeit", "smuggled", "uncertified", "prohibited-device", "sim-abuse", "used-import", "piracy", "impersonation",
        "label-printing", "unlicensed-infosec",
    ];

    private static readonly List<SampleListing> All = [.. SampleShops.Hosts.Append(SampleShops.HostileHost).SelectMany(SampleCatalogue.Of)];

    [Fact]
    public void There_are_at_least_180_listings_with_ids_and_addresses_of_their_own()
    {
        Assert.True(All.Count >= 180, $"{All.Count}");
        Assert.Equal(All.Count, All.Select(l => l.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(All.Count, All.Select(l => l.Url).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_field_is_as_the_schema_says()
    {
        Assert.All(All, l =>
        {
            Assert.Contains(l.Channel, new[] { "marketplace", "social", "website" });
            Assert.Equal(l.Site, new Uri(l.Url).Host);
            Assert.StartsWith("https://", l.Url, StringComparison.Ordinal);
            Assert.Contains(l.Category, Categories);
            Assert.Contains(l.Condition, new[] { "new", "used", "refurbished", null });
            Assert.Equal(string.Equals(l.Channel, "social", StringComparison.Ordinal), l.Title.Length == 0);
            Assert.InRange(l.Lines.Count, 1, 12);
            Assert.False(string.IsNullOrWhiteSpace(l.Seller.Name));
            Assert.InRange(l.Seller.Rating ?? 0, 0, 5);
            Assert.True(DateOnly.TryParseExact(l.PostedAt, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), l.Id);
            Assert.True(l.Seller.Joined is null || DateOnly.TryParseExact(l.Seller.Joined, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), l.Id);
            Assert.True(l.PriceVnd is null or > 0, l.Id);
            Assert.True(l.OldPriceVnd is null || l.OldPriceVnd > l.PriceVnd, l.Id);
        });
    }

    [Fact]
    public void One_in_eight_is_suspicious_and_all_ten_violations_occur()
    {
        var suspicious = All.Where(l => string.Equals(l.Truth.Verdict, "suspicious", StringComparison.Ordinal)).ToList();
        Assert.InRange((double)suspicious.Count / All.Count, 0.11, 0.14);
        Assert.Equal(Codes.Order(StringComparer.Ordinal), suspicious.SelectMany(l => l.Truth.Violations).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(suspicious, l => Assert.NotEmpty(l.Truth.Violations));
        Assert.All(suspicious, l => Assert.NotEmpty(l.Truth.Why));
        Assert.All(All.Except(suspicious), l => Assert.Empty(l.Truth.Violations));
    }

    [Fact]
    public void No_two_listings_are_near_duplicates()
    {
        var grams = All.Select(l => (l.Id, Grams: FiveGrams(l.Title + "\n" + l.Description))).ToList();
        for (var i = 0; i < grams.Count; i++)
        {
            for (var j = i + 1; j < grams.Count; j++)
            {
                var likeness = Shingles.Likeness(grams[i].Grams, grams[j].Grams);
                Assert.True(likeness < 0.5, $"{grams[i].Id} and {grams[j].Id}: {likeness:0.00}");
            }
        }
    }

    [Fact]
    public void Every_phone_number_is_of_the_fictional_range()
    {
        Assert.All(All, l =>
        {
            var shown = $"{l.Title}\n{l.Description}\n{l.Seller.Phone}\n{string.Join('\n', l.Comments)}";
            foreach (Match number in PhoneLike().Matches(shown))
            {
                var digits = string.Concat(number.Value.Select(c => c is 'o' or 'O' ? '0' : c).Where(char.IsAsciiDigit));
                Assert.True(digits.StartsWith("0900000", StringComparison.Ordinal), $"{l.Id}: {number.Value}");
            }
        });
    }

    [SharedDataFact]
    [Trait("Category", "SharedData")]
    public void No_listing_is_taken_from_the_shared_sets()
    {
        var theirs = Directory.EnumerateFiles(Path.Combine(SharedData.Root!, "listings"), "*.jsonl")
            .SelectMany(File.ReadLines)
            .Select(line => JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact)!)
            .Select(r => (r.Id, Grams: FiveGrams(r.Title + "\n" + r.Description)))
            .ToList();
        foreach (var ours in All)
        {
            var grams = FiveGrams(ours.Title + "\n" + ours.Description);
            var (id, likeness) = theirs.Select(t => (t.Id, Shingles.Likeness(grams, t.Grams))).MaxBy(t => t.Item2);
            Assert.True(likeness < 0.5, $"{ours.Id} resembles {id}: {likeness:0.00}");
        }
    }

    private static uint[] FiveGrams(string text) => Shingles.Of(Shingles.Squeezed(text.ToLowerInvariant()));

    [GeneratedRegex(@"(?<![\d.,])\(?[0oO]\d?[9o][0o\d][\s.)\-]*(?:[0-9oO][\s.\-]*){6}(?!\d)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PhoneLike();
}
