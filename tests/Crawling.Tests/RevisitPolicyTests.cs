using Ecom389.Monitor.Core;
using FsCheck;
using FsCheck.Fluent;
using Capture = Ecom389.Monitor.Core.Capture;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class RevisitPolicyTests
{
    private static readonly DateTimeOffset Night = new(2026, 11, 22, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_page_met_for_the_first_time_is_due_the_next_night() => Assert.Equal(TimeSpan.Zero, After(null, "a").Interval);

    [Fact]
    public void A_page_that_stands_still_is_left_alone_for_longer_each_time_up_to_a_bound()
    {
        var memory = After(null, "a");
        var last = TimeSpan.Zero;
        for (var night = 0; night < 20; night++)
        {
            memory = After(memory, "a");
            Assert.True(memory.Interval >= last || memory.Interval >= RevisitPolicy.Longest * 0.9);
            Assert.True(memory.Interval <= RevisitPolicy.Longest * 1.1);
            last = memory.Interval;
        }

        Assert.True(last > TimeSpan.FromDays(6));
    }

    [Fact]
    public void A_page_that_changed_is_due_the_next_night_again() => Assert.Equal(TimeSpan.Zero, After(Still(5), "b").Interval);

    [Fact]
    public void A_flagged_listing_is_looked_at_every_night_also_when_the_server_says_not_modified()
    {
        var flagged = After(Still(5), "a", flagged: true);
        var unchanged = RevisitPolicy.After(flagged, Answer(304), null, "r", flagged: null);

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, true), (flagged.Interval, unchanged.Interval, unchanged.IsFlagged));
    }

    [Fact]
    public void An_answer_not_modified_keeps_the_validators_and_counts_as_standing_still()
    {
        var first = RevisitPolicy.After(null, Answer(200, new HeaderField("ETag", "\"v1\""), new HeaderField("Last-Modified", "Sun, 22 Nov 2026 10:00:00 GMT")), "a", "r", false);
        var second = RevisitPolicy.After(first, Answer(304), null, "r", null);

        Assert.Equal(("\"v1\"", "Sun, 22 Nov 2026 10:00:00 GMT", "a"), (second.ETag, second.LastModified, second.ContentSha256));
        Assert.Equal(RevisitPolicy.First, second.Interval);
    }

    [Fact]
    public void A_page_that_is_gone_is_looked_for_once_more_and_then_never()
    {
        var gone = RevisitPolicy.After(Still(3), Answer(404), null, "r", false);
        var forGood = RevisitPolicy.After(gone, Answer(410), null, "r", false);

        Assert.Equal((RevisitPolicy.First, TimeSpan.MaxValue), (gone.Interval, forGood.Interval));
        Assert.Equal(DateTimeOffset.MaxValue, forGood.DueAt);
        Assert.Equal(TimeSpan.Zero, After(gone, "a").Interval);
    }

    [Fact]
    public void A_parameter_that_pages_leave_out_of_their_canonical_address_is_left_out_of_links_after_three_of_them()
    {
        var learner = new ParameterLearner([]);
        const string link = "https://san.example/tin/9?id=9&vi_tri=77";
        for (var page = 1; page <= 3; page++)
        {
            Assert.Equal(link, learner.Strip(link));
            learner.Note($"https://san.example/tin/{page}?id={page}&vi_tri={page * 3}", $"https://san.example/tin/{page}?id={page}");
        }

        Assert.Equal("https://san.example/tin/9?id=9", learner.Strip(link));
        Assert.Equal([new("id", 0, 3), new("vi_tri", 3, 0)], learner.Notes);
    }

    [Fact]
    public void A_parameter_that_one_page_keeps_tells_listings_apart()
    {
        var learner = new ParameterLearner([new("mau", 9, 0)]);
        learner.Note("https://san.example/tin?mau=do", "https://san.example/tin?mau=do");

        Assert.Equal("https://san.example/tin?mau=xanh", learner.Strip("https://san.example/tin?mau=xanh"));
    }

    [Fact]
    public void Another_path_teaches_nothing_of_parameters()
    {
        var learner = new ParameterLearner([]);
        learner.Note("https://san.example/xem?id=7", "https://san.example/tai-nghe-7");

        Assert.False(learner.HasChanged);
    }

    [Fact]
    public void A_site_that_makes_up_a_parameter_for_every_page_fills_no_memory_and_those_known_are_still_learned()
    {
        var learner = new ParameterLearner([new("vi_tri", 2, 0)]);
        for (var page = 0; page < 50_000; page++) learner.Note($"https://san.example/tin?p{page}=1&vi_tri=3", "https://san.example/tin");

        Assert.Equal(ParameterLearner.MaxNames, learner.Notes.Count);
        Assert.Equal("https://san.example/tin?p49999=1", learner.Strip("https://san.example/tin?p49999=1&vi_tri=9"));
    }

    [Fact]
    public void Stripping_twice_changes_nothing_more() => Prop.ForAll(
        Gen.Elements("a=1", "b=2", "vi_tri=3", "vi_tri", "b=4&b=5", "x=%2F").ListOf().ToArbitrary(),
        pairs =>
        {
            var learner = new ParameterLearner([new("vi_tri", 5, 0), new("b", 3, 0)]);
            var once = learner.Strip("https://san.example/tin?" + string.Join('&', pairs));
            return once == learner.Strip(once) && !once.Contains("vi_tri", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("22:00-06:00", 15, true)]
    [InlineData("22:00-06:00", 22, true)]
    [InlineData("22:00-06:00", 23, false)]
    [InlineData("08:00-11:30", 4, true)]
    [InlineData("08:00-11:30", 5, false)]
    [InlineData("00:00-00:00", 5, true)]
    public void Hours_are_those_of_the_country_and_may_pass_midnight(string hours, int utcHour, bool open) =>
        Assert.Equal(open, FetchHours.TryParse(hours)!.Contains(new DateTimeOffset(2026, 11, 22, utcHour, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("22-6")]
    [InlineData("25:00-06:00")]
    [InlineData("22:00")]
    public void Hours_that_are_none_are_refused(string text) => Assert.Null(FetchHours.TryParse(text));

    private static PageMemory After(PageMemory? known, string content, bool flagged = false) => RevisitPolicy.After(known, Answer(200), content, "r", flagged);

    private static PageMemory Still(int nights) => Enumerable.Range(0, nights).Aggregate(After(null, "a"), (memory, _) => After(memory, "a"));

    private static Capture Answer(int status, params HeaderField[] headers) => new()
    {
        Id = Guid.CreateVersion7(Night),
        SourceId = "shop",
        RequestUrl = "https://san.example/tin/1",
        Url = "https://san.example/tin/1",
        CapturedAt = Night,
        Mode = RenderMode.Http,
        Status = status,
        ResponseHeaders = headers,
        Body = ReadOnlyMemory<byte>.Empty,
        BodySha256 = "",
    };
}
