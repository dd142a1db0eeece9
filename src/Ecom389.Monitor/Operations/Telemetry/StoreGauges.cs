using System.Diagnostics.Metrics;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Operations.Telemetry;

/// <summary>The state of one installation as gauges, read from the store when somebody collects.</summary>
internal sealed class StoreGauges : IDisposable
{
    private readonly Meter _meter = new(MonitorTelemetry.Name + ".Store");

    public StoreGauges(Installation installation, MonitorServices services)
    {
        // Collectors ask on their own thread and cannot wait; the store's readings complete where they are called.
        _meter.CreateObservableGauge("ecom389.store.listings", () => services.Store.Listings.TotalsAsync(CancellationToken.None).GetAwaiter().GetResult().Listings, "{listing}", "Listings in the store");
        _meter.CreateObservableGauge("ecom389.queue.open", () => services.Store.Listings.TotalsAsync(CancellationToken.None).GetAwaiter().GetResult().OpenItems, "{item}", "Review items that wait for a person");
        _meter.CreateObservableGauge("ecom389.outbox.waiting", () => services.Store.Outbox.CountsAsync(CancellationToken.None).GetAwaiter().GetResult().Waiting, "{notice}", "Notices not yet delivered");
        _meter.CreateObservableGauge("ecom389.outbox.given_up", () => services.Store.Outbox.CountsAsync(CancellationToken.None).GetAwaiter().GetResult().GivenUp, "{notice}", "Notices that could not be delivered");
        _meter.CreateObservableGauge("ecom389.store.size", () => services.Store.SizeAsync(CancellationToken.None).GetAwaiter().GetResult(), "By", "Size of the database");
        _meter.CreateObservableGauge("ecom389.disk.free", () => new DriveInfo(Path.GetFullPath(installation.Data)).AvailableFreeSpace, "By", "Free bytes where the data lies");
    }

    public void Dispose() => _meter.Dispose();
}
