using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Anchoring;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Verification;

namespace Ecom389.Monitor.Evidence.Tests.Custody;

/// <summary>A clock that only moves when told, or by a microsecond at each look.</summary>
internal sealed class HandClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public static HandClock AtNoon() => new(new DateTimeOffset(2026, 11, 22, 5, 0, 0, TimeSpan.Zero));

    public void Set(DateTimeOffset to) => Interlocked.Exchange(ref _ticks, to.UtcTicks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Add(ref _ticks, TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

/// <summary>An archive with its custody, keys and salts in a folder of its own.</summary>
internal sealed class TestInstallation : IDisposable
{
    public TestInstallation()
    {
        Root = Directory.CreateTempSubdirectory("ecom389-custody-").FullName;
        Directory.CreateDirectory(Archive);
    }

    public string Root { get; }

    public string Archive => Path.Combine(Root, "evidence");

    public CustodyFolder Custody => new(Path.Combine(Root, "custody"));

    public string Keys => Path.Combine(Root, "keys");

    public HandClock Clock { get; } = HandClock.AtNoon();

    /// <summary>Captures pages, each acknowledged with its custody event; returns where they lie.</summary>
    public async Task<IReadOnlyList<(Capture Capture, ArchiveLocation Location)>> CaptureAsync(int count, string role = "scan")
    {
        var places = new List<(Capture, ArchiveLocation)>();
        await using var log = CustodyLog.Open(Custody, role, Clock);
        var archive = new WarcArchive(Archive, "Cơ quan thử nghiệm", Clock);
        var kept = new CustodyCaptureArchive(archive, Archive, log, "system:scan");
        for (var i = 0; i < count; i++)
        {
            var capture = CaptureOf($"<html><title>Tin {i}</title><p>Điện thoại rep 1:1, gọi 0900 000 {i:D3}</p></html>");
            places.Add((capture, await kept.AppendAsync(capture, CancellationToken.None)));
        }

        await archive.DisposeAsync();
        await kept.CloseAsync(CancellationToken.None);
        return places;
    }

    public void Seal()
    {
        using var key = SigningKey.OpenOrCreate(Keys, Clock);
        Assert.DoesNotContain(new Sealer(Custody, key, Clock).SealAll(), outcome => outcome.Problem is not null);
    }

    public Anchor Anchor()
    {
        Seal();
        using var key = SigningKey.OpenOrCreate(Keys, Clock);
        return new AnchorBook(Custody).Make(key, Clock)!;
    }

    public Task<VerificationReport> VerifyAsync(TrustOptions? trust = null, RehashOptions? rehash = null) =>
        new StoreVerifier(Archive, Custody, TimeProvider.System).RunAsync(trust ?? new(), rehash ?? new(), CancellationToken.None);

    public Capture CaptureOf(string html)
    {
        var body = Encoding.UTF8.GetBytes(html);
        var at = Clock.GetUtcNow();
        return new()
        {
            Id = Guid.CreateVersion7(at),
            SourceId = "cho",
            RequestUrl = "http://cho.example/san-pham/1",
            Url = "http://cho.example/san-pham/1",
            CapturedAt = at,
            Mode = RenderMode.Http,
            Status = 200,
            RequestHeaders = [new("User-Agent", "thử")],
            ResponseHeaders = [new("Content-Type", "text/html; charset=utf-8")],
            Body = body,
            BodySha256 = ContentHash.Of(body),
            RobotsDecision = "allowed",
        };
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
