using System.Net;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Api;

/// <summary>The JSON interface.</summary>
public sealed class ApiTests
{
    [Fact]
    public async Task A_program_reads_the_queue_takes_the_next_and_decides_it()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var program = await ApiClient.ForAsync(site, "minh");
        var queue = await program.ReadAsync("queue?state=new&limit=3");
        Assert.Equal(3, queue.GetProperty("items").GetArrayLength());
        Assert.True(queue.GetProperty("total").GetInt32() > 3);

        using var next = await program.PostAsync("queue/next");
        var taken = JsonSerializer.Deserialize<JsonElement>(await next.Content.ReadAsStringAsync());
        var id = taken.GetProperty("id").GetGuid();
        Assert.Equal("leased", taken.GetProperty("state").GetString());
        var item = await program.ReadAsync($"items/{id}");
        Assert.NotEqual(0, item.GetProperty("signals").GetArrayLength());

        using (var blank = await program.PostAsync($"items/{id}/decision", new { kind = "confirm", codes = (string[])["counterfeit"], reason = " " }))
        {
            Assert.Equal(HttpStatusCode.BadRequest, blank.StatusCode);
            Assert.Equal("application/problem+json", blank.Content.Headers.ContentType!.MediaType);
            Assert.Contains("reason", await blank.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var decided = await program.PostAsync($"items/{id}/decision", new { kind = "confirm", codes = (string[])["counterfeit"], reason = "Nghi vấn hàng nhái", seenFindingId = taken.GetProperty("findingId").GetGuid() });
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        Assert.Equal("minh", Assert.Single(await site.Store.Queue.DecisionsAsync(id, default)).DecidedBy);
        Assert.Contains(await site.Store.Audit.ReadAsync("user:minh", 20, default), entry => entry.Action == "api.called" && entry.Details!.Contains("/decision", StringComparison.Ordinal));
        using var undone = await program.PostAsync($"items/{id}/undo");
        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
    }

    [Fact]
    public async Task Dismissing_a_high_priority_waits_for_another_person_through_the_interface_too()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var minh = await ApiClient.ForAsync(site, "minh");
        using var lan = await ApiClient.ForAsync(site, "lan");
        var item = await site.ItemAsync("ap2");
        using (var asked = await minh.PostAsync($"items/{item.Id}/decision", new { kind = "dismiss", reason = "Tin rao hộ" }))
            Assert.Contains("needs-approval", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var approval = (await lan.ReadAsync("approvals"))[0].GetProperty("id").GetGuid();
        using (var own = await minh.PostAsync($"approvals/{approval}", new { approved = true, reason = "Đồng ý" })) Assert.Equal(HttpStatusCode.NotFound, own.StatusCode);
        using (var other = await lan.PostAsync($"approvals/{approval}", new { approved = true, reason = "Đồng ý" })) Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(ReviewState.Dismissed, (await site.ItemAsync("ap2")).State);
    }

    [Fact]
    public async Task Without_a_good_token_nothing_is_answered()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var revoked = await ApiClient.TokenAsync(site, "minh", ApiScopes.Read);
        await new ApiTokens(site.Store.Credentials, site.Store.Users, site.Clock).RevokeAsync(revoked.Token.Id, new Actor("minh", Role.Inspector, WellKnownUnits.Ministry), default);
        var over = await ApiClient.TokenAsync(site, "minh", ApiScopes.Read);
        site.Clock.Advance(TimeSpan.FromDays(31));
        foreach (var key in (string?[])[null, "", "e389_khong-co", revoked.Key, over.Key])
        {
            using var program = ApiClient.WithKey(site, key);
            using var answer = await program.GetAsync("queue");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            Assert.Contains("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_dies_with_its_owner_and_shrinks_with_their_role()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var program = await ApiClient.ForAsync(site, "minh");
        var minh = (await site.Store.Users.FindAsync("minh", default))!;
        await SaveAsync(minh with { Role = Role.Leader });
        using (var read = await program.GetAsync("queue")) Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        using (var decide = await program.PostAsync("queue/next")) Assert.Equal(HttpStatusCode.Forbidden, decide.StatusCode);
        await SaveAsync(minh with { Enabled = false });
        using (var off = await program.GetAsync("queue")) Assert.Equal(HttpStatusCode.Unauthorized, off.StatusCode);

        Task SaveAsync(User user) => site.Store.Users.SaveAsync(user, new(site.Clock.GetUtcNow(), "test", "user.saved", "user:minh", null), default);
    }

    [Fact]
    public async Task A_session_of_the_site_is_no_token()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        using var answer = await client.GetAsync("/api/v1/queue");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_scope_that_was_not_given_is_refused()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var reader = await ApiClient.ForAsync(site, "minh", ApiScopes.Read);
        foreach (var path in (string[])["queue/next", $"items/{Guid.NewGuid()}/decision", "captures", $"approvals/{Guid.NewGuid()}"])
        {
            using var refused = await reader.PostAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    [Fact]
    public async Task A_unit_sees_its_own_and_nothing_else()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var province = await ApiClient.ForAsync(site, "tinh");
        var item = await site.ItemAsync("ap2");
        Assert.Equal(0, (await province.ReadAsync("queue")).GetProperty("total").GetInt32());
        Assert.Equal(0, (await province.ReadAsync("search?q=tai+nghe")).GetProperty("hits").GetArrayLength());
        Assert.Equal(0, (await province.ReadAsync("sources")).GetArrayLength());
        Assert.Equal(0, (await province.ReadAsync("runs")).GetArrayLength());
        Assert.Equal(0, (await province.ReadAsync("figures")).GetProperty("queueAges").GetProperty("total").GetInt32());
        using (var read = await province.GetAsync($"items/{item.Id}")) Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        using (var decide = await province.PostAsync($"items/{item.Id}/decision", new { kind = "dismiss", reason = "x" })) Assert.Equal(HttpStatusCode.NotFound, decide.StatusCode);
    }

    [Fact]
    public async Task A_leader_s_program_sees_telephone_numbers_starred()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var item = await site.ItemAsync("ap2");
        using var leader = await ApiClient.ForAsync(site, "sep");
        using var inspector = await ApiClient.ForAsync(site, "minh");
        Assert.Contains("0900 000 118", (await inspector.ReadAsync($"items/{item.Id}")).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("0900 000 118", (await leader.ReadAsync($"items/{item.Id}")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_reading_of_an_item_is_on_record()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var item = await site.ItemAsync("ap2");
        using var program = await ApiClient.ForAsync(site, "minh");
        await program.ReadAsync($"items/{item.Id}");
        Assert.Equal("item.read", (await site.Store.Audit.ReadAsync($"item:{item.Id}", 1, default))[0].Action);
    }

    [Fact]
    public async Task Too_many_calls_are_turned_away_with_a_problem()
    {
        await using var site = await TestSite.StartAsync(options => options with { ApiCallsPerMinute = 3 });
        using var program = await ApiClient.ForAsync(site, "minh");
        for (var i = 0; i < 3; i++) await program.ReadAsync("me");
        using var refused = await program.GetAsync("me");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("queue?state=moi")]
    [InlineData("queue?limit=501")]
    [InlineData("queue?offset=-1")]
    [InlineData("queue?channel=1")]
    [InlineData("search")]
    [InlineData("queue?limit=x")]
    public async Task What_cannot_be_understood_is_a_problem_and_not_a_guess(string path)
    {
        await using var site = await TestSite.StartAsync();
        using var program = await ApiClient.ForAsync(site, "minh");
        using var answer = await program.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task An_address_that_is_none_and_a_body_that_is_none_are_problems()
    {
        await using var site = await TestSite.StartAsync();
        using var program = await ApiClient.ForAsync(site, "minh");
        using (var nowhere = await program.GetAsync("khong-co")) Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (nowhere.StatusCode, nowhere.Content.Headers.ContentType?.MediaType));
        using var bad = await program.PostAsync($"items/{Guid.NewGuid()}/decision", new { kind = "boom", reason = "x" });
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (bad.StatusCode, bad.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task The_description_names_every_call_and_is_not_for_strangers()
    {
        await using var site = await TestSite.StartAsync();
        using (var stranger = new FormClient(site))
        {
            using var closed = await stranger.GetAsync("/api/openapi.json");
            Assert.NotEqual(HttpStatusCode.OK, closed.StatusCode);
        }

        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        using var response = await client.GetAsync("/api/openapi.json");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var document = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        var described = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(call => $"{call.Name.ToUpperInvariant()} {path.Name}")).Order(StringComparer.Ordinal);
        var real = site.Endpoints.Where(endpoint => endpoint.Path.StartsWith("/api/v1", StringComparison.Ordinal)).SelectMany(endpoint => endpoint.Methods.Select(method => $"{method} {endpoint.Path.Replace(":guid", "", StringComparison.Ordinal)}")).Order(StringComparer.Ordinal);
        Assert.Equal(real, described);
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString());
    }
}
