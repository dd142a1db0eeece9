using System.Globalization;
using Ecom389.Monitor.Tests;

namespace Ecom389.Monitor.Bench.Workers;

/// <summary>What a night left behind, judged by the server's log and the store.</summary>
/// <param name="Listings">Listings in the store.</param>
/// <param name="Items">Review items.</param>
/// <param name="Digest">Of every listing with what it says and how it was judged, in order.</param>
/// <param name="Requests">Answers nginx gave to pages, robots.txt left out.</param>
/// <param name="Pages">Different pages among them.</param>
/// <param name="ClosestMs">The shortest time between two answers to one host.</param>
/// <param name="TooClose">How often it was shorter than the delay.</param>
/// <param name="FetchedAfterAcknowledgement">Pages asked for after their acknowledged capture.</param>
internal sealed record NightVerdict(long Listings, long Items, string Digest, int Requests, int Pages, double ClosestMs, int TooClose, IReadOnlyList<string> FetchedAfterAcknowledgement)
{
    /// <summary>Two clocks are read on one machine, before and after an answer: so much may lie between them.</summary>
    private const double Slack = 0.010;

    public static NightVerdict Of(PostgresServer server, string database, IReadOnlyList<Asked> log, int delayMs)
    {
        var answered = log.Where(line => line.Status == 200 && line.Page != "/robots.txt").ToList();
        var gaps = answered.GroupBy(line => line.Host, StringComparer.Ordinal)
            .SelectMany(host => host.OrderBy(line => line.At).Zip(host.OrderBy(line => line.At).Skip(1), (one, next) => next.At - one.At)).ToList();
        var captured = server.Sql(database, "SELECT request_url, max(captured_at) FROM captures WHERE source_id <> 'canary' GROUP BY request_url").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(row => row.Split('|')).ToDictionary(row => row[0], row => long.Parse(row[1], CultureInfo.InvariantCulture) / 1e6, StringComparer.Ordinal);
        var late = answered.Where(line => captured.TryGetValue($"http://{line.Host}{line.Page}", out var at) && line.At > at + 0.5).Select(line => line.Host + line.Page).Distinct(StringComparer.Ordinal).ToList();
        var facts = server.Sql(database, """
            SELECT count(*), (SELECT count(*) FROM review_items WHERE source_id <> 'canary'), coalesce(md5(string_agg(concat_ws('|', l.source_id, l.key, l.state, s.content_sha256, s.price_vnd, f.flagged, f.score), E'\n' ORDER BY l.source_id, l.key)), '')
            FROM listings l JOIN snapshots s ON s.no = l.latest_snapshot JOIN findings f ON f.no = s.latest_finding WHERE l.source_id <> 'canary'
            """).Split('|');
        return new(
            long.Parse(facts[0], CultureInfo.InvariantCulture),
            long.Parse(facts[1], CultureInfo.InvariantCulture),
            facts[2],
            answered.Count,
            answered.Select(line => line.Host + line.Page).Distinct(StringComparer.Ordinal).Count(),
            gaps.Count == 0 ? double.NaN : gaps.Min() * 1000,
            gaps.Count(gap => gap < (delayMs / 1000.0) - Slack),
            late);
    }

    /// <summary>In one line, for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Listings} listings, {Items} items, digest {Digest[..Math.Min(12, Digest.Length)]}; {Requests} requests for {Pages} pages, closest two to a host {ClosestMs:F0} ms, {TooClose} too close, {FetchedAfterAcknowledgement.Count} fetched after acknowledgement");
}
