using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Pipeline;

/// <summary>
/// The archive of one scan with its chain of custody: closed in the order that leaves no byte unaccounted for, and sealed while
/// it goes on where a key is at hand.
/// </summary>
internal sealed class ScanEvidence : IAsyncDisposable
{
    private const string Who = "system:scan";

    /// <summary>How long a captured page stays unsealed at most while a scan goes on.</summary>
    private static readonly TimeSpan SealEvery = TimeSpan.FromSeconds(30);

    private readonly WarcArchive _archive;
    private readonly CustodyLog _log;
    private readonly CustodyCaptureArchive _kept;
    private readonly Sealer? _sealer;
    private readonly SigningKey? _key;
    private readonly PeriodicTimer _timer;
    private readonly Task _sealing;

    private ScanEvidence(WarcArchive archive, CustodyLog log, CustodyCaptureArchive kept, CustodyFolder custody, SigningKey? key, TimeProvider time)
    {
        _archive = archive;
        _log = log;
        _kept = kept;
        _key = key;
        _sealer = key is null ? null : new Sealer(custody, key, time);
        _timer = new(SealEvery, time);
        _sealing = _sealer is null ? Task.CompletedTask : SealAsync();
    }

    /// <summary>Where captures go.</summary>
    public ICaptureArchive Archive => _kept;

    public static ScanEvidence Open(Installation installation, WarcArchiveOptions options)
    {
        var custody = new CustodyFolder(installation.Custody);
        var archive = new WarcArchive(options);
        var log = CustodyLog.Open(custody, "scan", options.Time);
        return new(archive, log, new CustodyCaptureArchive(archive, options.Folder, log, Who), custody, SigningKey.TryOpen(installation.CustodyKeys), options.Time);
    }

    public async ValueTask DisposeAsync()
    {
        // Ended and not cancelled: see StopSwitch. The last seal is set when all is closed.
        _timer.Dispose();
        await _sealing;
        await _kept.SettleAllAsync();
        await _archive.DisposeAsync();
        await _kept.CloseAsync(CancellationToken.None);
        await _log.DisposeAsync();
        TrySeal();
        _key?.Dispose();
    }

    private async Task SealAsync()
    {
        while (await _timer.WaitForNextTickAsync(CancellationToken.None)) await Task.Run(TrySeal);
    }

    private void TrySeal()
    {
        try
        {
            _sealer?.SealAll();
        }
        catch (IOException)
        {
            // Another process is sealing just now: what it does not reach, the next seal does.
        }
    }
}
