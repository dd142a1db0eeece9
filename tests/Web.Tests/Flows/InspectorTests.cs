using System.Net;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Flows;

/// <summary>Every flow of the inspector's pages over HTTP as a browser without scripts would go through it, in both languages.</summary>
public sealed partial class InspectorTests
{
    private static readonly Actor Minh = new("minh", Role.Inspector, WellKnownUnits.Ministry);

    [Fact]
    public async Task Filters_stand_in_the_address_and_narrow_by_place_ratio_score_age_and_network()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        Assert.Contains("2 mục", await client.ReadAsync("/hang-doi?noi=TP. Hồ Chí Minh"), StringComparison.Ordinal);
        Assert.Contains("Tai nghe Pro 2", await client.ReadAsync("/hang-doi?diem=90"), StringComparison.Ordinal);
        Assert.DoesNotContain("Bộ đàm cầm tay", await client.ReadAsync("/hang-doi?diem=90"), StringComparison.Ordinal);
        Assert.Contains("0 mục", await client.ReadAsync("/hang-doi?tuoi=cu-hon"), StringComparison.Ordinal);
        var network = await client.ReadAsync("/hang-doi?mang=p:900000118");
        Assert.Contains("1 mục", network, StringComparison.Ordinal);
        Assert.Contains("Cùng số điện thoại", network, StringComparison.Ordinal);
        // An old or foreign link still opens.
        Assert.Contains("Hàng đợi", await client.ReadAsync("/hang-doi?ty-le=abc&diem=-4&tuoi=mai"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vi", "Lưu góc nhìn này", "Đã lưu góc nhìn.")]
    [InlineData("en", "Save this view", "The view was saved.")]
    public async Task A_narrowing_is_saved_under_a_name_shared_with_the_unit_and_removed_by_its_owner_alone(string language, string offer, string saved)
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var minh = new FormClient(site);
        await minh.SignInAsync("minh");
        var page = $"/hang-doi?loai=counterfeit&diem=50&lang={language}";
        Assert.Contains(offer, await minh.ReadAsync(page), StringComparison.Ordinal);
        using var post = await minh.PostAsync(page, "/hang-doi?loai=counterfeit&diem=50&handler=SaveView", ("ten", "Hàng giả rõ"), ("chung", "1"));
        Assert.Equal(HttpStatusCode.Redirect, post.StatusCode);
        Assert.Contains(saved, await minh.ReadAsync("/hang-doi"), StringComparison.Ordinal);

        using var lan = new FormClient(site);
        await lan.SignInAsync("lan");
        Assert.Contains("Hàng giả rõ", await lan.ReadAsync("/hang-doi"), StringComparison.Ordinal);
        using var province = new FormClient(site);
        await province.SignInAsync("tinh");
        Assert.DoesNotContain("Hàng giả rõ", await province.ReadAsync("/hang-doi"), StringComparison.Ordinal);

        var view = Assert.Single(await site.Store.Views.OfAsync("minh", "bo", default));
        Assert.Equal("loai=counterfeit&diem=50", view.Query);
        using var notHers = await lan.PostAsync("/hang-doi", "/hang-doi?handler=RemoveView", ("id", view.Id.ToString()));
        Assert.Single(await site.Store.Views.OfAsync("minh", "bo", default));
        using var his = await minh.PostAsync("/hang-doi", "/hang-doi?handler=RemoveView", ("id", view.Id.ToString()));
        Assert.Empty(await site.Store.Views.OfAsync("minh", "bo", default));
    }

    [Fact]
    public async Task The_plan_of_the_day_counts_who_is_on_duty_and_what_is_left_out()
    {
        await using var site = await TestSite.StartAsync(options => options with { Desk = options.Desk! with { ItemsPerPersonPerDay = 3 } });
        for (var i = 0; i < 5; i++) await site.TakeInAsync(Copy(i, 0.6), TimeSpan.FromMinutes(1));
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        var page = await client.ReadAsync("/hang-doi");
        Assert.Contains("1 người đang trực", page, StringComparison.Ordinal);
        Assert.Contains("2 mục phải để lại", page, StringComparison.Ordinal);
        Assert.Contains("dự kiến 60%", page, StringComparison.Ordinal);
        Assert.Contains("1 person on duty", await client.ReadAsync("/hang-doi?lang=en"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vi", "Đã quyết định 3 mục")]
    [InlineData("en", "3 items decided")]
    public async Task Near_duplicates_are_decided_together_after_a_preview_and_what_changed_is_left_out(string language, string done)
    {
        await using var site = await TestSite.StartAsync();
        for (var i = 0; i < 4; i++) await site.TakeInAsync(Copy(i, 0.6), TimeSpan.FromMinutes(1));
        var first = await site.ItemAsync("c0");
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        var address = $"/muc/{first.Id}/hang-loat?theo=giong&lang={language}";
        var page = await client.ReadAsync(address);
        Assert.Equal(4, Chosen().Count(page));

        (string, string)[] decision = [("quyet-dinh", "Confirm"), ("ma", "counterfeit"), ("ly-do", "Cùng một lời chào bán"), .. Chosen().Matches(page).Select(match => ("muc", match.Groups["id"].Value))];
        using var preview = await client.PostAsync(address, $"/muc/{first.Id}/hang-loat?theo=giong&handler=Preview", decision);
        var shown = WebUtility.HtmlDecode(await preview.Content.ReadAsStringAsync());
        Assert.Equal(4, Stamp().Count(shown));
        Assert.Equal(ReviewState.New, (await site.ItemAsync("c1")).State);

        // Somebody takes one of them between preview and doing.
        await site.Review.OpenAsync((await site.ItemAsync("c2")).Id, new("lan", Role.Inspector, WellKnownUnits.Ministry), default);
        using var post = await client.PostAsync(address, $"/muc/{first.Id}/hang-loat?theo=giong&handler=Do",
            [.. decision, .. Stamp().Matches(shown).Select(match => ("dau", match.Groups["stamp"].Value)), ("niem-phong", Seal().Match(shown).Groups["seal"].Value)]);
        Assert.Contains(done, WebUtility.HtmlDecode(await post.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal("Confirmed Confirmed Leased Confirmed", string.Join(' ', (await site.ItemAsync("c0")).State, (await site.ItemAsync("c1")).State, (await site.ItemAsync("c2")).State, (await site.ItemAsync("c3")).State));
    }

    [Theory]
    [InlineData("vi", "Đã ghi nhận khiếu nại.", "Đã chấp nhận: quyết định được sửa")]
    [InlineData("en", "The objection was registered.", "Upheld: the decision was reversed")]
    public async Task An_objection_is_registered_proposed_and_upheld_by_a_second_person(string language, string registered, string upheld)
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var item = await site.ItemAsync("router");
        await site.Review.DecideAsync(new(item.Id, DecisionKind.Confirm, ["uncertified"], "Rõ"), new("tinh-khac", Role.Inspector, WellKnownUnits.Ministry), default);
        using var minh = new FormClient(site);
        await minh.SignInAsync("minh");
        await minh.ReadAsync("/?lang=" + language);
        using var post = await minh.PostAsync($"/muc/{item.Id}/khieu-nai", $"/muc/{item.Id}/khieu-nai", ("ben", "Seller"), ("ten", "Cửa hàng"), ("cach", "Công văn"), ("ngay", "2026-11-18"), ("noi-dung", "Có giấy tờ"));
        Assert.Equal("/khieu-nai", post.Headers.Location?.OriginalString);
        Assert.Contains(registered, await minh.ReadAsync("/khieu-nai"), StringComparison.Ordinal);
        var objection = Assert.Single(await site.Store.Objections.OfItemAsync(item.Id, default));
        using var propose = await minh.PostAsync("/khieu-nai", "/khieu-nai?handler=Uphold", ("id", objection.Id.ToString()), ("ly-do", "Giấy tờ khớp"));

        using var lan = new FormClient(site);
        await lan.SignInAsync("lan");
        var approval = Assert.Single(await site.Store.Approvals.OpenAsync(null, default));
        using var approve = await lan.PostAsync("/phe-duyet", "/phe-duyet?handler=Approve", ("id", approval.Id.ToString()), ("ly-do", "Đã xem bản gốc"));
        Assert.Equal(ReviewState.Dismissed, (await site.ItemAsync("router")).State);
        Assert.Contains(upheld, await minh.ReadAsync("/khieu-nai"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vi", "Mục đọc mù", "phần mềm đã không nêu nghi vấn")]
    [InlineData("en", "Item read blind", "the software had not flagged it")]
    public async Task A_drawn_item_tells_nothing_of_itself_until_it_is_decided(string language, string title, string revealed)
    {
        await using var site = await TestSite.StartAsync(sampling: new() { Rate = 1, Seed = "s" });
        var plain = Copy(1, 0.004) with { Key = "plain" };
        var item = (await site.TakeInAsync(plain, TimeSpan.FromMinutes(1), flagged: false))!.Value;
        await site.TakeInAsync(Copy(2, 0.6), TimeSpan.FromMinutes(1));
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        var page = await client.ReadAsync($"/muc/{item}?lang={language}");
        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<mark", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-n=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("1%", page, StringComparison.Ordinal);
        foreach (var hidden in (string[])["in", "hang-loat", "anh-chup"])
        {
            using var answer = await client.GetAsync($"/muc/{item}/{hidden}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        Assert.DoesNotContain($"/muc/{item}", await client.ReadAsync("/hang-doi?diem=20"), StringComparison.Ordinal);
        Assert.DoesNotContain($"/muc/{item}", await client.ReadAsync("/do-phu"), StringComparison.Ordinal);

        using var post = await client.PostAsync($"/muc/{item}", $"/muc/{item}?handler=Decide", ("quyet-dinh", "Dismiss"), ("ly-do", "Đồ cũ"));
        Assert.Contains(revealed, await client.ReadAsync(post.Headers.Location!.OriginalString), StringComparison.Ordinal);
        Assert.Contains($"/muc/{item}", await client.ReadAsync("/do-phu"), StringComparison.Ordinal);
        var counts = await site.Store.Recall.CountAsync(null, default);
        Assert.Equal((1, 0, 1), (counts.Drawn, counts.Confirmed, counts.Dismissed));
    }

    [Fact]
    public async Task A_leader_hands_over_what_somebody_has_in_hand_and_an_inspector_only_their_own()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var held = await site.ItemAsync("ap2");
        await site.Review.OpenAsync(held.Id, Minh, default);
        await site.Review.DecideAsync(new((await site.ItemAsync("bodam")).Id, DecisionKind.Wait, null, "Chờ", new DateOnly(2026, 11, 27)), Minh, default);
        using var lan = new FormClient(site);
        await lan.SignInAsync("lan");
        using var refused = await lan.PostAsync("/ban-giao", "/ban-giao", ("tu", "minh"), ("cho", "lan"));
        Assert.Contains("/loi/403", refused.Headers.Location?.OriginalString ?? "", StringComparison.Ordinal);

        using var leader = new FormClient(site);
        await leader.SignInAsync("sep");
        using var done = await leader.PostAsync("/ban-giao", "/ban-giao", ("tu", "minh"), ("cho", "lan"));
        Assert.Contains("Đã bàn giao 2 mục", await leader.ReadAsync("/ban-giao"), StringComparison.Ordinal);
        Assert.Equal("lan", (await site.ItemAsync("ap2")).LeasedBy);
        Assert.Contains("Bộ đàm cầm tay", await lan.ReadAsync("/hang-doi?cua-toi=1&trang-thai=dang-cho"), StringComparison.Ordinal);
        Assert.Contains(await site.Store.Audit.ReadAsync($"item:{held.Id}", 5, default), audit => audit is { Action: "item.handed-over", Actor: "sep" });
    }

    [Fact]
    public async Task Practice_tells_the_truth_after_each_answer_and_touches_nothing_real()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        var before = (await site.Store.Listings.TotalsAsync(default), (await site.Store.Audit.ReadAsync(null, 500, default)).Count);
        for (var i = 0; i < 20; i++)
        {
            var page = await client.ReadAsync("/tap-huan");
            using var post = await client.PostAsync("/tap-huan", "/tap-huan?handler=Answer", ("tin", TrainingId().Match(page).Groups["id"].Value), ("quyet-dinh", "nghi-van"), ("ma", "counterfeit"));
            Assert.Contains("Sự thật:", await client.ReadAsync(post.Headers.Location!.OriginalString), StringComparison.Ordinal);
        }
        var result = await client.ReadAsync("/tap-huan");
        Assert.Contains("10/20", result, StringComparison.Ordinal);
        Assert.Contains("nghi oan 10 tin", result, StringComparison.Ordinal);
        Assert.Equal(before, (await site.Store.Listings.TotalsAsync(default), (await site.Store.Audit.ReadAsync(null, 500, default)).Count));
    }

    [Fact]
    public async Task The_printed_page_masks_what_is_not_the_sellers_and_is_audited()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var item = await site.ItemAsync("ap2");
        using var client = new FormClient(site);
        await client.SignInAsync("sep");
        var page = await client.ReadAsync($"/muc/{item.Id}/in");
        Assert.Contains("Phiếu kiểm tra tại chỗ", page, StringComparison.Ordinal);
        Assert.Contains("chưa phải kết luận", page, StringComparison.Ordinal);
        Assert.DoesNotContain("0900 000 118", page, StringComparison.Ordinal);
        Assert.Contains(await site.Store.Audit.ReadAsync($"item:{item.Id}", 5, default), audit => audit is { Action: "item.printed", Actor: "sep" });
    }

    [Fact]
    public async Task The_screenshot_is_read_by_those_who_decide_and_every_reading_is_audited()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var item = await site.ItemAsync("ap2");
        using var minh = new FormClient(site);
        await minh.SignInAsync("minh");
        using var picture = await minh.GetAsync($"/muc/{item.Id}/anh-chup");
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        using var leader = new FormClient(site);
        await leader.SignInAsync("sep");
        using var refused = await leader.GetAsync($"/muc/{item.Id}/anh-chup");
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        Assert.Single(await site.Store.Audit.ReadAsync(null, 100, default), audit => audit.Action == "evidence.read");
    }

    private static Offer Copy(int i, double priority)
    {
        var offer = Offers.Morning[0];
        return offer with { Key = $"c{i}", Priority = priority, Record = offer.Record with { Id = $"c{i}", Title = offer.Record.Title + " " + i, Seller = offer.Record.Seller with { Name = "shop" + i } } };
    }

    [GeneratedRegex("name=\"muc\" value=\"(?<id>[0-9a-f-]{36})\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Chosen();

    [GeneratedRegex("name=\"dau\" value=\"(?<stamp>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Stamp();

    [GeneratedRegex("name=\"niem-phong\" value=\"(?<seal>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Seal();

    [GeneratedRegex("name=\"tin\" value=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex TrainingId();
}
