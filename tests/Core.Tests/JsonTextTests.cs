using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Core.Tests;

/// <summary>What is written field by field is byte for byte what the serializer writes: hashes rest on it, and a new field cannot be forgotten.</summary>
public sealed class JsonTextTests
{
    private static readonly ListingRecord Record = new()
    {
        Id = "a",
        Channel = "social",
        Site = "s",
        Url = "http://a.example/1?a=1&b=<2>",
        Title = "Máy \"phá sóng\" +1 'rẻ'",
        Description = "Dòng\n\thai\u0000\u2028\ud83d\ude00 \ud800 &",
        PriceText = "1.200.000 ₫",
        PriceVnd = 1_200_000,
        Brand = "b",
        Category = "phones",
        Condition = "new",
        Seller = new() { Name = "Shop Đỏ", Phone = "0900000000", Location = "Huế", Joined = "2020", Rating = 4.85, Sold = 12, Verified = true },
        Attributes = new Dictionary<string, string>(StringComparer.Ordinal) { ["Xuất xứ"] = "Việt Nam", ["\"<"] = "" },
        PostedAt = "2026-11-01",
    };

    private static readonly ExtractedListing Full = new()
    {
        Record = Record,
        Price = new(1_200_000.50m, "VND"),
        Availability = "InStock",
        Sku = "k",
        Gtin = "893",
        Images = ["http://a.example/i.jpg", ""],
        ItemId = "7",
        CanonicalUrl = "http://a.example/1",
        OldPrice = new(2m, "USD"),
        Variants = [new("Đỏ", "1 tr", new(1_000_000m, "VND"), "k1", "SoldOut"), new("", "", null, null, null)],
        Intent = ListingIntent.Wanted,
        Phase = "p",
        Phones = ["0900000000"],
        MaskedPhone = "09***",
        Sold = new(5, true, "month", "5+"),
        CategoryConfidence = 1.0 / 3,
        PostedPrecision = "day",
        Provenance = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = "selector:h1" },
    };

    private static readonly Signal Signal = new("phrase", "x.y", "counterfeit", -0.1, "title", 0, 12, "Máy", "Nghi vấn", new Dictionary<string, string>(StringComparer.Ordinal) { ["giá"] = "1" });

    [Fact]
    public void A_listing_is_written_as_the_serializer_writes_it()
    {
        Same(Full);
        Same(new ExtractedListing { Record = new() });
        Same(Full with { Sold = new(long.MaxValue, false, null, ""), Record = Record with { PriceVnd = null, Seller = new() } });
    }

    [Fact]
    public void Any_text_is_escaped_as_the_serializer_escapes_it() =>
        Prop.ForAll<string>(text => Written(new ExtractedListing { Record = new() { Title = text ?? "", Brand = text } }) is var (ours, theirs) && ours == theirs).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_score_is_written_as_the_serializer_writes_it() =>
        Prop.ForAll<NormalFloat>(score => JsonText.Of(Result(score.Get)) == JsonSerializer.Serialize(Result(score.Get), JsonContract.Compact)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_judgement_is_written_as_the_serializer_writes_it()
    {
        foreach (var result in (ScoreResult[])[Result(0.5), new("", 0, false, 0, [], []), new("a", 1, true, 2.5, [new("c", 0.1)], [Signal, Signal with { Violation = null, Field = null, Start = null, End = null, Quote = null, Facts = null }])])
        {
            Assert.Equal(JsonSerializer.Serialize(result, JsonContract.Compact), JsonText.Of(result));
            Assert.Equal(JsonText.Of(result), JsonText.Of(StoredResult.Read(JsonText.Of(result))));
        }
    }

    [Fact]
    public void A_judgement_is_read_as_the_serializer_reads_it()
    {
        const string Json = """{"id":"a","later":{"x":[1]},"score":0.30000000000000004,"flagged":true,"signals":[{"kind":"k","facts":{"đ":"1","n":null}},{"end":3}]}""";
        var (ours, theirs) = (StoredResult.Read(Json), JsonSerializer.Deserialize<ScoreResult>(Json, JsonContract.Compact)!);
        Assert.Equal(JsonSerializer.Serialize(theirs, JsonContract.Compact), JsonSerializer.Serialize(ours, JsonContract.Compact));
        Assert.Null(ours.Violations);
        foreach (var torn in (string[])["", "{", "[]", "null", """{"id":1}""", """{"id":"a","score":"x"}""", """{"id":"a","signals":{}}"""]) Assert.ThrowsAny<JsonException>(() => StoredResult.Read(torn));
    }

    [Fact]
    public void A_definition_is_written_as_the_serializer_writes_it()
    {
        Same(new SourceDefinition { Id = "a", Name = "A", Channel = Channel.Social });
        foreach (var channel in Enum.GetValues<Channel>())
            foreach (var mode in Enum.GetValues<RenderMode>()) Same(Source(channel, mode));
    }

    [Fact]
    public void A_text_longer_than_the_first_array_is_written_whole()
    {
        var record = Record with { Description = string.Concat(Enumerable.Repeat("Đồ thật, giá thật. ", 20_000)) };
        Same(Full with { Record = record });
    }

    private static ScoreResult Result(double score) => new("id", score, true, score, [new("counterfeit", score), new("x", 0)], [Signal with { Weight = score }]);

    private static SourceDefinition Source(Channel channel, RenderMode mode) => new()
    {
        Id = "a",
        Name = "Chợ & shop",
        Channel = channel,
        Render = mode,
        Enabled = false,
        Start = ["http://a.example/"],
        Sitemaps = ["s"],
        Feeds = ["f"],
        UrlLists = ["u"],
        Urls = ["not written"],
        Categories = [new() { Url = "c{page}", First = 2, Step = 3, MaxPages = 4, Cursor = "k", Total = "t" }],
        Search = new() { Pages = new() { Url = "q" }, From = [.. Enum.GetValues<KeywordOrigin>()], Violations = ["v"], Extra = ["máy"], Max = 9 },
        Endpoints = [new() { Start = [new() { Url = "e" }], Match = ["m"], Items = "$.a", Link = "l", Complete = false, Fields = new Dictionary<string, JsonField>(StringComparer.Ordinal) { ["title"] = new() { From = ["$.t"], Values = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "b" }, Each = "e", Name = "n", Value = "v" }, ["đ"] = new() } }],
        Pages = new() { Listing = ["/sp/*"], List = ["/ds"], Skip = ["/x"] },
        Selectors = new() { Listing = Texts("h1"), Card = Texts("a"), Post = Texts("p"), Comment = Texts("c"), Next = ".next" },
        Browser = new() { WaitFor = "w", MaxScrolls = 3, Expand = ["e"] },
        Limits = new() { MaxPages = 1, MaxDepth = 2, DelayMs = 3, TimeoutSeconds = 4, Hours = new(new(22, 30), new(6, 0, 1, 500)) },
        Session = new() { Required = false, LoggedOutTexts = ["Đăng nhập"], LoggedOutPages = ["/login"] },
        Import = new() { Columns = Texts("Tên"), Sheet = "s", Delimiter = "\t", HeadingLine = 2 },
        RobotsOverride = new("Quyết định 1", "allow", new(2026, 11, 3)),
        Redact = new() { Cookies = ["*"], Headers = ["h"], Tokens = ["t"], Texts = ["x"] },
        AllowPrivateNetwork = true,
        Unit = "qltt",
        Place = "Huế",
        About = new(null, [], [], null),
        Version = "v1",
    };

    private static Dictionary<string, string> Texts(string text) => new(StringComparer.Ordinal) { ["title"] = text, ["b"] = "" };

    private static void Same(ExtractedListing listing)
    {
        var (ours, theirs) = Written(listing);
        Assert.Equal(theirs, ours);
    }

    private static (string Ours, string Theirs) Written(ExtractedListing listing) => (JsonText.Of(listing), JsonSerializer.Serialize(listing, JsonContract.Compact));

    private static void Same(SourceDefinition source) => Assert.Equal(JsonSerializer.Serialize(source, JsonContract.Compact), JsonText.Of(source));
}
