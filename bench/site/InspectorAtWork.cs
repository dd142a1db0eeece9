using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Bench.Site;

/// <summary>What was asked of the site and how long each answer took, in milliseconds.</summary>
internal sealed class Timings
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> _byKind = new(StringComparer.Ordinal);

    public ConcurrentBag<Guid> Decided { get; } = [];

    public ConcurrentBag<string> Faults { get; } = [];

    public void Add(string kind, double milliseconds) => _byKind.GetOrAdd(kind, _ => []).Add(milliseconds);

    public IEnumerable<(string Kind, int Count, double Median, double P95, double Worst)> Summary() => _byKind.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
    {
        var sorted = pair.Value.Order().ToArray();
        return (pair.Key, sorted.Length, sorted[sorted.Length / 2], sorted[Math.Min(sorted.Length - 1, sorted.Length * 95 / 100)], sorted[^1]);
    });

    public double P95(string kind) => Summary().Single(row => string.Equals(row.Kind, kind, StringComparison.Ordinal)).P95;
}

/// <summary>One inspector, who looks, thinks a second, and decides; now and then the list is looked at, a search made, the overview opened.</summary>
internal sealed partial class InspectorAtWork(string address, int number, TimeSpan think, Timings timings) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new(), UseCookies = true }) { BaseAddress = new Uri(address) };
    public void Dispose() => _client.Dispose();

    public async Task WorkAsync(CancellationToken until)
    {
        await SignInAsync();
        // People do not move in step: each begins at another moment of the first second and at another place in the round.
        if (think > TimeSpan.Zero) await Task.Delay(think * (number % 20 / 20.0), CancellationToken.None);
        string? item = null;
        for (var turn = number; !until.IsCancellationRequested; turn++)
        {
            if (item is null || turn % 5 == 0)
            {
                var list = await GetAsync("list", turn % 10 == 0 ? "/hang-doi?loai=smuggled" : "/hang-doi", until);
                if (list is null || !await ThinkAsync(until)) return;
                if (turn % 10 == 5 && await GetAsync("search", $"/tim?q=09{10_000_000 + (turn * 37 % 50_000)}", until) is null) return;
                if (turn % 20 == 10 && await GetAsync("overview", "/", until) is null) return;
                item ??= await PostAsync("next", list, "/hang-doi?handler=Next", [], until);
                if (item is null) continue;
            }

            var page = await GetAsync("item", item, until);
            if (page is null || !await ThinkAsync(until)) return;
            item = await DecideAsync(item, page, until);
        }
    }

    private async Task<string?> DecideAsync(string address, string page, CancellationToken until)
    {
        var id = Guid.Parse(address.Split('/', '?')[2]);
        var seen = Seen().Match(page).Groups["id"].Value;
        var code = Code().Match(page).Groups["code"].Value;
        if (seen.Length == 0)
        {
            timings.Faults.Add("no form on " + address);
            return null;
        }

        var next = await PostAsync("decision", page, $"/muc/{id}?handler=Decide", [("quyet-dinh", "Confirm"), ("ma", code), ("ly-do", "Nghi vấn theo dấu hiệu nêu trên"), ("nghi-van", seen)], until);
        if (next is not null) timings.Decided.Add(id);
        return next is not null && next.StartsWith("/muc/", StringComparison.Ordinal) ? next : null;
    }

    private async Task SignInAsync()
    {
        var page = await _client.GetStringAsync(new Uri("/dang-nhap", UriKind.Relative));
        using var form = Form(page, [("ten", ServedSite.Inspector(number)), ("mat-khau", ServedSite.Password)]);
        using var answer = await _client.PostAsync(new Uri("/dang-nhap", UriKind.Relative), form);
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException($"Inspector {number} was not let in: {answer.StatusCode}.");
    }

    private async Task<string?> GetAsync(string kind, string path, CancellationToken until)
    {
        if (until.IsCancellationRequested) return null;
        var started = Stopwatch.GetTimestamp();
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative), CancellationToken.None);
        var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
        timings.Add(kind, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        if (answer.StatusCode == HttpStatusCode.OK) return text;
        timings.Faults.Add($"{path}: {answer.StatusCode}");
        return null;
    }

    /// <summary>Where the answer leads, or null when it was none.</summary>
    private async Task<string?> PostAsync(string kind, string page, string path, (string, string)[] fields, CancellationToken until)
    {
        if (until.IsCancellationRequested) return null;
        using var form = Form(page, fields);
        var started = Stopwatch.GetTimestamp();
        using var answer = await _client.PostAsync(new Uri(path, UriKind.Relative), form, CancellationToken.None);
        timings.Add(kind, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        if (answer.StatusCode == HttpStatusCode.Redirect) return answer.Headers.Location!.OriginalString;
        timings.Faults.Add($"{path}: {answer.StatusCode}");
        return null;
    }

    private static FormUrlEncodedContent Form(string page, (string Name, string Value)[] fields) =>
        new([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("__RequestVerificationToken", Token().Match(page).Groups["token"].Value)]);

    private async Task<bool> ThinkAsync(CancellationToken until)
    {
        // Closed loop: the next request comes a thought after the last answer, however late that was.
        if (think > TimeSpan.Zero) await Task.Delay(think, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !until.IsCancellationRequested;
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Token();

    [GeneratedRegex("""name="nghi-van" value="(?<id>[0-9a-f-]{36})""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Seen();

    [GeneratedRegex("""name="ma" value="(?<code>[a-z-]+)"[^>]*checked|<input[^>]*checked[^>]*name="ma" value="(?<code>[a-z-]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Code();
}
