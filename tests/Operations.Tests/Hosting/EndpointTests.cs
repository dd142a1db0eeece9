using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Operations.Hosting;
using Ecom389.Monitor.Operations.Tests.Telemetry;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Schedule;
using Ecom389.Monitor.Web;
using Ecom389.Monitor.Web.Accounts;
using Microsoft.AspNetCore.Builder;

namespace Ecom389.Monitor.Operations.Tests.Hosting;

public sealed partial class EndpointTests
{
    private const string Password = "mật khẩu đủ dài để thử";

    [Fact]
    public async Task Watchers_see_whether_the_program_lives_and_can_work()
    {
        await using var sample = await SampleInstallation.StartAsync();
        await using var host = await sample.HostAsync(Quiet);
        await using var site = await SiteAsync(sample, host);
        using var client = new HttpClient { BaseAddress = new(ReviewSite.Addresses(site)[0]) };

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        var before = await client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, before.StatusCode);
        Assert.Contains("\"schedule\"", await before.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await host.StartAsync(CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task Metrics_are_for_this_machine_or_for_who_shows_the_token()
    {
        await using var sample = await SampleInstallation.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(sample.Folder, "token.txt"), "the-doc-so-do\n");
        var token = Secret.TryOpen(Path.Combine(sample.Folder, "token.txt"), out _);
        await using var host = await sample.HostAsync(config => Quiet(config) with { MetricsToken = token });
        await using var site = await SiteAsync(sample, host);
        using var client = new HttpClient { BaseAddress = new(ReviewSite.Addresses(site)[0]) };

        var here = await client.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", here.Content.Headers.ContentType!.ToString());
        var samples = PrometheusParser.Read(await here.Content.ReadAsStringAsync());
        Assert.Contains(samples, sample => sample.Name == "ecom389_queue_open");
        Assert.Contains(samples, sample => sample.Name == "ecom389_disk_free_bytes" && sample.Value > 0);
        Assert.Contains(samples, sample => sample.Name.StartsWith("dotnet_", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Forbidden, (await ForwardedAsync(client, null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ForwardedAsync(client, "sai")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ForwardedAsync(client, "the-doc-so-do")).StatusCode);
    }

    [Fact]
    public async Task An_administrator_runs_a_job_with_a_reason_and_nobody_else_does()
    {
        await using var sample = await SampleInstallation.StartAsync();
        await using var host = await sample.HostAsync(Quiet);
        var (admin, inspector) = (new Actor("an", Role.Administrator, WellKnownUnits.Ministry), new Actor("lan", Role.Inspector, WellKnownUnits.Ministry));

        Assert.Equal(TriggerResult.NotAllowed, (await host.Desk.TriggerAsync("rescore", inspector, "thử", false, CancellationToken.None)).Result);
        Assert.Equal(TriggerResult.NoReason, (await host.Desk.TriggerAsync("rescore", admin, "  ", false, CancellationToken.None)).Result);
        Assert.Equal(TriggerResult.UnknownJob, (await host.Desk.TriggerAsync("không có", admin, "thử", false, CancellationToken.None)).Result);
        var answer = await host.Desk.TriggerAsync("rescore", admin, "thử sau khi sửa quy tắc", false, CancellationToken.None);
        Assert.Equal(TriggerResult.Started, answer.Result);
        Assert.Equal(JobState.Done, (await answer.Ended!)!.State);
        Assert.Equal(TriggerResult.NothingToDo, (await host.Desk.TriggerAsync("rescore", admin, "thử", false, CancellationToken.None)).Result);
        var again = await host.Desk.TriggerAsync("rescore", admin, "thử lại", true, CancellationToken.None);
        Assert.Equal(JobState.Done, (await again.Ended!)!.State);
        Assert.Contains("T", again.Slot, StringComparison.Ordinal);

        var audit = await sample.Services.Store.Audit.ReadAsync($"job:rescore:{answer.Slot}", 10, CancellationToken.None);
        Assert.Equal(("job.triggered", "an"), (audit[0].Action, audit[0].Actor));
        Assert.Contains("thử sau khi sửa quy tắc", audit[0].Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vi", "Việc theo lịch", "Sao lưu")]
    [InlineData("en", "Scheduled jobs", "Backup")]
    public async Task The_page_of_jobs_shows_them_in_both_languages_and_offers_the_button_to_administrators(string language, string title, string backup)
    {
        await using var sample = await SampleInstallation.StartAsync();
        await using var host = await sample.HostAsync(Quiet);
        var accounts = new SiteAccounts(sample.Services.Users, TimeProvider.System);
        await accounts.AddWithPasswordAsync("an", "An", Role.Administrator, WellKnownUnits.Ministry, Password, "system:test", CancellationToken.None);
        await accounts.AddWithPasswordAsync("lan", "Lan", Role.Inspector, WellKnownUnits.Ministry, Password, "system:test", CancellationToken.None);
        await using var site = await SiteAsync(sample, host);

        var page = await PageAsync(site, "an", $"/lich-chay?lang={language}");
        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.Contains(backup, page, StringComparison.Ordinal);
        Assert.Contains("name=\"ly-do\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("[jobs.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"ly-do\"", await PageAsync(site, "lan", "/lich-chay"), StringComparison.Ordinal);
    }

    private static OperationsConfig Quiet(OperationsConfig config) => config with { Disk = config.Disk with { MinimumFree = 1 } };

    private static async Task<WebApplication> SiteAsync(SampleInstallation sample, OperationsHost host)
    {
        var site = SiteFactory.Build(sample.Installation, sample.Services, RulePackLoader.Load(sample.Installation.Rules), await CrawlerConfig.LoadAsync(Path.Combine(Repository.Root, "crawler.json"), CancellationToken.None), "thử", "http://127.0.0.1:0", operations: host);
        await site.StartAsync();
        return site;
    }

    private static async Task<HttpResponseMessage> ForwardedAsync(HttpClient client, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request);
    }

    [Fact]
    public async Task An_administrators_order_on_the_page_runs_the_job()
    {
        await using var sample = await SampleInstallation.StartAsync();
        await using var host = await sample.HostAsync(Quiet);
        await new SiteAccounts(sample.Services.Users, TimeProvider.System).AddWithPasswordAsync("an", "An", Role.Administrator, WellKnownUnits.Ministry, Password, "system:test", CancellationToken.None);
        await using var site = await SiteAsync(sample, host);
        using var client = await SignedInAsync(site, "an");

        var refused = await PostAsync(client, "/lich-chay", ("viec", "seal"), ("ly-do", ""));
        Assert.Contains("role=\"alert\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var taken = await PostAsync(client, "/lich-chay", ("viec", "seal"), ("ly-do", "neo trước khi bảo trì"));
        Assert.Contains("role=\"status\"", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await host.DisposeAsync();

        var run = Assert.Single(await sample.Services.Store.JobRuns.RecentAsync("seal", 5, CancellationToken.None));
        Assert.Equal(("person", "an", "neo trước khi bảo trì"), (run.Trigger, run.Actor, run.Reason));
        Assert.NotEqual(JobState.Running, run.State);
    }

    private static async Task<string> PageAsync(WebApplication site, string user, string path)
    {
        using var client = await SignedInAsync(site, user);
        return await client.GetStringAsync(path);
    }

    private static async Task<HttpClient> SignedInAsync(WebApplication site, string user)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new(ReviewSite.Addresses(site)[0]) };
        await PostAsync(client, "/dang-nhap", ("ten", user), ("mat-khau", Password));
        return client;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await client.GetStringAsync(path)).Groups["token"].Value;
        using var content = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).ToDictionary(field => field.Item1, field => field.Item2, StringComparer.Ordinal));
        return await client.PostAsync(path, content);
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Token();
}
