using System.Net;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Api;

/// <summary>The JSON interface beyond queue and decision: kin, many at once, objections, handing over, views, recall.</summary>
public sealed class DeskApiTests
{
    private static readonly Actor Lan = new("lan", Role.Inspector, WellKnownUnits.Ministry);

    [Fact]
    public async Task A_program_decides_near_duplicates_together_as_previewed_and_only_so()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var offer = Offers.Morning[0];
        foreach (var key in (string[])["x1", "x2"])
            await site.TakeInAsync(offer with { Key = key, Priority = 0.7, Record = offer.Record with { Id = key, Title = offer.Record.Title + " " + key } }, TimeSpan.FromHours(1));
        using var program = await ApiClient.ForAsync(site, "minh");
        var item = await site.ItemAsync("ap2");
        var kin = (await program.ReadAsync($"items/{item.Id}/kin?by=near")).GetProperty("listings").EnumerateArray().ToList();
        var ids = kin.Select(one => one.GetProperty("itemId").GetGuid()).ToArray();
        Assert.Equal(2, ids.Length);
        Assert.All(kin, one => Assert.InRange(one.GetProperty("likeness").GetDouble(), 0.7, 1));

        var order = new { itemIds = ids, kind = "confirm", codes = (string[])["counterfeit"], reason = "Cùng một lời chào bán" };
        using (var blank = await program.PostAsync("bulk/preview", new { itemIds = ids, kind = "confirm", codes = (string[])["counterfeit"], reason = "" })) Assert.Equal(HttpStatusCode.BadRequest, blank.StatusCode);
        using var previewed = await program.PostAsync("bulk/preview", order);
        var preview = JsonSerializer.Deserialize<JsonElement>(await previewed.Content.ReadAsStringAsync());
        var (stamps, seal) = (preview.GetProperty("stamps").EnumerateArray().Select(stamp => stamp.GetString()).ToArray(), preview.GetProperty("seal").GetString());
        using (var other = await program.PostAsync("bulk", new { itemIds = ids, kind = "dismiss", codes = (string[])["counterfeit"], reason = "Cùng một lời chào bán", stamps, seal })) Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        await site.Review.OpenAsync(ids[0], Lan, default);
        using var done = await program.PostAsync("bulk", new { order.itemIds, order.kind, order.codes, order.reason, stamps, seal });
        var effects = JsonSerializer.Deserialize<JsonElement>(await done.Content.ReadAsStringAsync()).GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("effect").GetString()).Order(StringComparer.Ordinal);
        Assert.Equal(["decided", "held-by-other"], effects);
    }

    [Fact]
    public async Task An_objection_is_registered_and_answered_by_two_people()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var item = await site.ItemAsync("router");
        await site.Review.DecideAsync(new(item.Id, DecisionKind.Confirm, ["uncertified"], "Chưa dán tem"), Lan, default);
        using var minh = await ApiClient.ForAsync(site, "minh");
        using var admin = await ApiClient.ForAsync(site, "quan-tri");
        using (var empty = await minh.PostAsync($"items/{item.Id}/objections", new { kind = "seller", from = "", receivedBy = "Công văn", receivedOn = "2026-11-12", text = "x" }))
            Assert.Contains("from", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var registered = await minh.PostAsync($"items/{item.Id}/objections", new { kind = "seller", from = "Hộ kinh doanh", receivedBy = "Công văn", receivedOn = "2026-11-12", text = "Đã có giấy" });
        var id = JsonSerializer.Deserialize<JsonElement>(await registered.Content.ReadAsStringAsync()).GetProperty("id").GetGuid();
        Assert.Equal(id, (await minh.ReadAsync("objections"))[0].GetProperty("id").GetGuid());
        using (var proposed = await minh.PostAsync($"objections/{id}/answer", new { uphold = true, reason = "Giấy tờ hợp lệ" })) Assert.Equal(HttpStatusCode.OK, proposed.StatusCode);
        using (var again = await minh.PostAsync($"objections/{id}/answer", new { uphold = false, reason = "Thôi" })) Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        var approval = (await admin.ReadAsync("approvals"))[0].GetProperty("id").GetGuid();
        using (var upheld = await admin.PostAsync($"approvals/{approval}", new { approved = true, reason = "Đồng ý" })) Assert.Equal(HttpStatusCode.OK, upheld.StatusCode);
        Assert.Equal(ReviewState.Dismissed, (await site.ItemAsync("router")).State);
    }

    [Fact]
    public async Task Items_are_handed_over_views_are_kept_and_the_queue_narrows_as_on_the_page()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var minh = await ApiClient.ForAsync(site, "minh");
        var item = await site.ItemAsync("ap2");
        using (var opened = await minh.PostAsync($"items/{item.Id}/open")) Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.Equal(item.Id, Assert.Single((await minh.ReadAsync("queue?mine=true")).GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
        using (var nobody = await minh.PostAsync($"items/{item.Id}/hand-over", new { to = "sep" })) Assert.Equal(HttpStatusCode.Conflict, nobody.StatusCode);
        using (var over = await minh.PostAsync($"items/{item.Id}/hand-over", new { to = "lan" })) Assert.Equal(HttpStatusCode.NoContent, over.StatusCode);
        Assert.Equal("lan", (await site.ItemAsync("ap2")).LeasedBy);
        Assert.Equal("lan", (await minh.ReadAsync("loads"))[0].GetProperty("person").GetString());
        using (var theirs = await minh.PostAsync("hand-over", new { to = "minh", from = "lan" })) Assert.Equal(HttpStatusCode.Conflict, theirs.StatusCode);
        using var admin = await ApiClient.ForAsync(site, "quan-tri");
        using (var all = await admin.PostAsync("hand-over", new { to = "minh", from = "lan" })) Assert.Contains("\"moved\":1", await all.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var place = item.Place!;
        var page = await minh.ReadAsync($"queue?state=new,leased&place={Uri.EscapeDataString(place)}&maxPriceRatio=1");
        Assert.All(page.GetProperty("items").EnumerateArray(), one => Assert.Equal(place, one.GetProperty("place").GetString()));
        Assert.False(page.GetProperty("totalIsAtLeast").GetBoolean());

        using (var none = await minh.PostAsync("views", new { name = "Trống", query = "" })) Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        using (var saved = await minh.PostAsync("views", new { name = "Rất rẻ", query = "ty-le=20&linh-tinh=1" })) Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Equal("ty-le=20", Assert.Single((await minh.ReadAsync("views")).EnumerateArray()).GetProperty("query").GetString());
        Assert.Equal(0, (await minh.ReadAsync("recall")).GetProperty("drawn").GetInt32());
    }

    [Fact]
    public async Task Of_an_item_read_blind_the_interface_tells_no_kin()
    {
        await using var site = await TestSite.StartAsync(sampling: new BlindSampling { ControlRate = 1, Seed = "mu" });
        await site.TakeInAsync(Offers.Morning[0], TimeSpan.FromMinutes(1));
        using var program = await ApiClient.ForAsync(site, "minh");
        using var answer = await program.GetAsync($"items/{(await site.ItemAsync(Offers.Morning[0].Key)).Id}/kin");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
