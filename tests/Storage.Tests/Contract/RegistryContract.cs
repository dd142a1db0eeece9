using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Without_an_import_there_is_no_list_of_certified_devices()
    {
        Assert.Null(await Store.Registry.CurrentAsync(None));
        Assert.Empty(await Store.Registry.DevicesAsync(Guid.CreateVersion7(), None));
    }

    [Fact]
    public async Task The_list_imported_last_is_in_force_and_earlier_ones_are_kept()
    {
        CertifiedDevice[] devices = [new() { Number = "A0123150325AE01A2", Model = "SB-200, SB-201", Issued = new(2025, 3, 15), Status = "còn hiệu lực" }, new() { Number = "B1", Model = "X" }];
        var first = await ImportAsync(new(2026, 1, 1), devices);
        var second = await ImportAsync(new(2026, 2, 1), devices[..1]);

        Assert.Equal(second, await Store.Registry.CurrentAsync(None));
        Assert.Equal(devices, await Store.Registry.DevicesAsync(first.Id, None));
        Assert.Single(await Store.Registry.DevicesAsync(second.Id, None));
        Assert.Equal(2, (await Store.Audit.ReadAsync(subject: null, 10, None)).Count(static audit => string.Equals(audit.Action, "registry.imported", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_imported_list_is_there_after_opening_again()
    {
        var list = await ImportAsync(new(2026, 1, 1), [new() { Number = "B1", Model = "X" }]);
        await using var again = OpenAgain();
        Assert.Equal(list, await again.Registry.CurrentAsync(None));
    }

    private async Task<CertifiedDeviceList> ImportAsync(DateOnly date, CertifiedDevice[] devices)
    {
        var list = new CertifiedDeviceList(Guid.CreateVersion7(), date, Time.GetUtcNow(), "lan", "f.csv", "abc", devices.Length);
        await Store.Registry.ImportAsync(list, devices, Audit("registry.imported", $"registry:{list.Id}"), None);
        return list;
    }
}
