using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Pages;

/// <summary>What the site answers, seen without a browser.</summary>
public sealed class AnswerTests
{
    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        foreach (var path in (string[])["/dang-nhap", "/hang-doi", "/css/site.css", "/health", "/khong-co", $"/muc/{(await site.ItemAsync("ap2")).Id}"])
        {
            using var response = await client.GetAsync(path);
            var headers = response.Headers;
            Assert.Equal(SecurityHeaders.ContentSecurityPolicy, string.Join(",", headers.GetValues("Content-Security-Policy")));
            Assert.Equal("nosniff", string.Join(",", headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", string.Join(",", headers.GetValues("Referrer-Policy")));
            Assert.Equal("DENY", string.Join(",", headers.GetValues("X-Frame-Options")));
            Assert.False(headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task Cookies_are_kept_from_scripts_and_other_sites()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        using var response = await client.TrySignInAsync("minh", TestSite.Password);
        var session = Assert.Single(response.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("ecom389=", StringComparison.Ordinal));
        Assert.Contains("httponly", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", session, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Over_HTTPS_cookies_are_bound_to_the_host_and_planted_ones_are_not_taken()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(site.Address) };
        using var page = await SendAsync(HttpMethod.Get, "/dang-nhap", "", null);
        var form = Cookie(page, "__Host-ecom389.form=");
        var token = Regex.Match(await page.Content.ReadAsStringAsync(), "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)").Groups[1].Value;

        using var fields = new FormUrlEncodedContent(new Dictionary<string, string> { ["ten"] = "minh", ["mat-khau"] = TestSite.Password, ["__RequestVerificationToken"] = token });
        using var signedIn = await SendAsync(HttpMethod.Post, "/dang-nhap", form, fields);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        var session = Cookie(signedIn, "__Host-ecom389=");
        foreach (var written in signedIn.Headers.GetValues("Set-Cookie").Concat(page.Headers.GetValues("Set-Cookie")).Where(cookie => cookie.Contains("ecom389", StringComparison.Ordinal)))
        {
            Assert.StartsWith("__Host-", written, StringComparison.Ordinal);
            Assert.Contains("; path=/;", written + ";", StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; secure", written, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", written, StringComparison.OrdinalIgnoreCase);
        }

        using (var own = await SendAsync(HttpMethod.Get, "/hang-doi", session, null)) Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using (var planted = await SendAsync(HttpMethod.Get, "/hang-doi", session["__Host-".Length..], null)) Assert.Equal(HttpStatusCode.Redirect, planted.StatusCode);

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string cookie, HttpContent? content)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            // As the TLS proxy beside the site says it.
            request.Headers.Add("X-Forwarded-Proto", "https");
            if (cookie.Length > 0) request.Headers.Add("Cookie", cookie);
            return await client.SendAsync(request);
        }

        static string Cookie(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith(name, StringComparison.Ordinal)).Split(';')[0];
    }

    [Fact]
    public async Task No_page_carries_a_script_or_style_of_its_own()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        foreach (var path in (string[])["/", "/hang-doi", "/phe-duyet", $"/muc/{(await site.ItemAsync("ap2")).Id}"])
        {
            using var response = await client.GetAsync(path);
            var page = await response.Content.ReadAsStringAsync();
            Assert.DoesNotMatch(@"<script(?![^>]*\ssrc="")|<style|\sstyle=""|\son[a-z]+=""", page);
            Assert.DoesNotMatch(@"(src|href)=""(https?:)?//(?!.*\.example)", page);
        }
    }

    [Fact]
    public async Task Every_form_that_changes_something_carries_its_token()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var item = await site.ItemAsync("ap2");
        await site.Review.DecideAsync(new(item.Id, DecisionKind.Dismiss, null, "x"), new("lan", Role.Inspector, WellKnownUnits.Ministry), default);
        using var client = new FormClient(site);
        foreach (var path in (string[])["/dang-nhap", "/", "/hang-doi", "/phe-duyet", "/tai-khoan/mat-khau", $"/muc/{(await site.ItemAsync("kichsong")).Id}"])
        {
            var page = await client.ReadAsync(path);
            foreach (var form in page.Split("<form ").Skip(1).Where(form => form.StartsWith("method=\"post\"", StringComparison.Ordinal)))
                Assert.Contains("__RequestVerificationToken", form[..form.IndexOf("</form>", StringComparison.Ordinal)], StringComparison.Ordinal);
            if (path == "/dang-nhap") await client.SignInAsync("minh");
        }
    }

    [Fact]
    public async Task A_decision_without_the_page_s_token_is_refused()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        var item = await site.ItemAsync("ap2");
        using var response = await client.PostRawAsync($"/muc/{item.Id}?handler=Decide", ("quyet-dinh", "Confirm"), ("ma", "counterfeit"), ("ly-do", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await site.ItemAsync("ap2")).IsOpen);
    }

    [Fact]
    public async Task Health_answers_anyone_and_tells_nothing_of_the_matters()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        using var response = await client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("ok", json.RootElement.GetProperty("status").GetString());
        Assert.Equal(2, json.RootElement.EnumerateObject().Count());
    }

    [Fact]
    public async Task Assets_are_kept_for_ever_under_their_hash_and_asked_again_without_it()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        var page = await client.ReadAsync("/dang-nhap");
        var address = page[page.IndexOf("/css/site.css?v=", StringComparison.Ordinal)..];
        address = address[..address.IndexOf('"', StringComparison.Ordinal)];
        using var hashed = await client.GetAsync(address);
        Assert.Equal("text/css", hashed.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", hashed.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var plain = await client.GetAsync("/css/site.css");
        Assert.Equal("no-cache", plain.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task A_page_that_is_not_there_says_so_in_the_site_s_clothes()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        foreach (var path in (string[])["/khong-co", $"/muc/{Guid.NewGuid()}", "/muc/khong-phai-ma"])
        {
            using var response = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains("Không tìm thấy trang", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_leader_reads_with_numbers_starred_and_cannot_decide()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("sep");
        var item = await site.ItemAsync("ap2");
        var page = await client.ReadAsync($"/muc/{item.Id}");
        Assert.DoesNotContain("0900 000 118", page, StringComparison.Ordinal);
        Assert.Contains("090* *** 118", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"decide\"", page, StringComparison.Ordinal);
        using var decided = await client.PostAsync($"/muc/{item.Id}", $"/muc/{item.Id}?handler=Decide", ("quyet-dinh", "Confirm"), ("ma", "counterfeit"), ("ly-do", "x"));
        Assert.Contains("/loi/403", decided.Headers.Location?.OriginalString ?? "", StringComparison.Ordinal);
        Assert.Equal(ReviewState.New, (await site.ItemAsync("ap2")).State);
    }

    [Fact]
    public async Task A_province_sees_none_of_the_centre_s_matters()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("tinh");
        var item = await site.ItemAsync("ap2");
        using (var hidden = await client.GetAsync($"/muc/{item.Id}")) Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        var queue = await client.ReadAsync("/hang-doi?trang-thai=tat-ca");
        Assert.DoesNotContain("rep 1:1", queue, StringComparison.Ordinal);
        using var guessed = await client.PostAsync("/hang-doi", $"/muc/{item.Id}?handler=Decide", ("quyet-dinh", "Confirm"), ("ma", "counterfeit"), ("ly-do", "x"));
        Assert.Equal(ReviewState.New, (await site.ItemAsync("ap2")).State);
    }

    [Fact]
    public async Task Evidence_is_shown_as_text_checked_against_its_hash_and_on_record()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        var entry = (await site.Store.Queue.FindAsync((await site.ItemAsync("ap2")).Id, default))!;
        var path = $"/ban-thu/{entry.Snapshot.CaptureId}?muc={entry.Item.Id}";
        using var response = await client.GetAsync(path);
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("&lt;script&gt;alert", page, StringComparison.Ordinal);
        Assert.Contains("đúng như lúc thu", page, StringComparison.Ordinal);
        var trail = await site.Store.Audit.ReadAsync($"capture:{entry.Snapshot.CaptureId}", 5, default);
        Assert.Equal("evidence.read", Assert.Single(trail).Action);

        using var other = await client.GetAsync($"/ban-thu/{entry.Snapshot.CaptureId}?muc={(await site.ItemAsync("router")).Id}");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task A_pasted_address_opens_its_item()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        using var found = await client.GetAsync("/hang-doi?tim=" + Uri.EscapeDataString("https://cho-lon.example/p/ap2"));
        Assert.StartsWith($"/muc/{(await site.ItemAsync("ap2")).Id}", found.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("chưa từng được thu thập", await client.ReadAsync("/hang-doi?tim=" + Uri.EscapeDataString("https://cho-lon.example/p/khac")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_are_found_with_and_without_their_marks()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        foreach (var words in (string[])["kích sóng", "kich song"])
        {
            var page = await client.ReadAsync("/hang-doi?tim=" + Uri.EscapeDataString(words));
            Assert.Contains("Bộ kích sóng điện thoại", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Laptop bãi Nhật", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_a_503_for_the_watcher()
    {
        await using var site = await TestSite.StartAsync(options => options with { Users = new SilentUsers() });
        using var client = new FormClient(site);
        using var response = await client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    private sealed class SilentUsers : IUserStore
    {
        public Task<User?> FindAsync(string name, CancellationToken cancellationToken) => throw new IOException("disk");

        public Task<IReadOnlyList<User>> AllAsync(CancellationToken cancellationToken) => throw new IOException("disk");

        public Task SaveAsync(User user, AuditEvent audit, CancellationToken cancellationToken) => throw new IOException("disk");

        public Task<IReadOnlyList<Unit>> UnitsAsync(CancellationToken cancellationToken) => throw new IOException("disk");

        public Task SaveUnitAsync(Unit unit, AuditEvent audit, CancellationToken cancellationToken) => throw new IOException("disk");
    }
}
