using System.Text.Json.Nodes;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>The list of certified devices, on the program as built.</summary>
public sealed class RegistryTests : IDisposable
{
    private const string Csv = "so_giay_chung_nhan,ky_hieu,ngay_cap_giay_chung_nhan,ngay_het_han,ten_san_pham_vn,ten_hang_san_xuat_vn\nA0123150325AE01A2,SB-200,2025-03-15,2028-03-15,Loa bluetooth,Sao Bac Audio\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Data => Path.Combine(_folder.Path, "data");

    [Fact]
    public async Task A_list_is_imported_looked_up_and_used_by_the_scorer()
    {
        Assert.Equal(0, (await Ecom389.RunAsync(["user", "add", "lan", "--role", "administrator", "--as", "lan", "--data", Data])).Exit);
        var imported = await Ecom389.RunAsync(["registry", "import", _folder.File("list.csv", Csv), "--list-date", "2026-11-01", "--as", "lan", "--data", Data]);
        Assert.Equal((0, ""), (imported.Exit, imported.Error));

        var found = await CheckAsync("Loa bluetooth SB-200, số GCN A0123150325AE01A2");
        Assert.Equal("certified", (string?)found["state"]);
        Assert.Equal("2026-11-01", (string?)found["listDate"]);
        Assert.Equal("borrowed", (string?)(await CheckAsync("Router wifi, số GCN A0123150325AE01A2"))["state"]);
        Assert.Equal("not-found", (string?)(await CheckAsync("Loa bluetooth, số GCN B0123150325AE01A2"))["state"]);
        Assert.False((bool?)(await CheckAsync("Pin sạc dự phòng 20000mAh"))["required"]);
    }

    [Fact]
    public async Task A_list_with_faults_imports_nothing_and_names_each()
    {
        await Ecom389.RunAsync(["user", "add", "lan", "--role", "administrator", "--as", "lan", "--data", Data]);
        var file = _folder.File("list.csv", Csv + ",SB-1,,,,\nA0124150325AE01A2,SB-2,hôm qua,,,\n");
        var result = await Ecom389.RunAsync(["registry", "import", file, "--as", "lan", "--data", Data]);
        Assert.Equal(2, result.Exit);
        Assert.Contains(":3: so_giay_chung_nhan", result.Error, StringComparison.Ordinal);
        Assert.Contains(":4: ngay_cap_giay_chung_nhan", result.Error, StringComparison.Ordinal);
        Assert.Null((await CheckAsync("Loa SB-200"))["listDate"]);
    }

    [Theory]
    [InlineData("--as nobody")]
    [InlineData("--list-date hôm-qua --as lan")]
    [InlineData("--list-date 2999-01-01 --as lan")]
    public async Task A_stranger_or_a_wrong_day_is_refused(string options)
    {
        await Ecom389.RunAsync(["user", "add", "lan", "--role", "administrator", "--as", "lan", "--data", Data]);
        var result = await Ecom389.RunAsync(["registry", "import", _folder.File("list.csv", Csv), .. options.Split(' '), "--data", Data]);
        Assert.NotEqual(0, result.Exit);
        Assert.NotEmpty(result.Error);
    }

    private async Task<JsonNode> CheckAsync(string text)
    {
        var result = await Ecom389.RunAsync(["registry", "check", text, "--json", "--data", Data]);
        Assert.Equal((0, ""), (result.Exit, result.Error));
        return JsonNode.Parse(result.Output)!;
    }
}
