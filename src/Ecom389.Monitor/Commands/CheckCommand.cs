using System.CommandLine;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>check</c>: whether the store keeps its invariants; exit 1 naming what does not hold.</summary>
internal static class CheckCommand
{
    public static Command Make(Terminal terminal)
    {
        var (data, operations, json) = (SharedOptions.Data(), OperationsOptions.File(), SharedOptions.Json());
        var deep = new Option<bool>("--deep") { Description = "Đọc lại mọi byte bằng chứng, kể cả ở kho bằng chứng, và so từng trang với kho / read every byte of the evidence too, the evidence store's included, and compare each page with the store" };
        var command = new Command("check", """
            Kiểm tra cơ sở dữ liệu, các bất biến của kho và bằng chứng mà kho nói tới. Không sửa gì.
            Checks the database, the store's invariants and the evidence it refers to. Changes nothing.

            Ví dụ / example:  ecom389 check --deep
            """) { data, operations, deep, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.Of(parsed, data);
            await using var services = MonitorServices.OpenExisting(installation);
            using var evidence = await EvidenceAccess.OpenAsync(installation, parsed.GetValue(operations)!, TimeProvider.System, cancellation);
            return await WriteAsync(terminal, await InstallationCheck.RunAsync(installation, services, evidence.Elsewhere, parsed.GetValue(deep), TimeProvider.System, cancellation), parsed.GetValue(json));
        });
        return command;
    }

    public static async Task<int> WriteAsync(Terminal terminal, StoreCheckReport report, bool json)
    {
        if (json) await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(report, JsonContract.Compact));
        else foreach (var name in report.Checked)
        {
            var faults = report.Faults.Where(fault => fault.Invariant == name).ToList();
            await terminal.Output.WriteLineAsync(faults.Count == 0 ? $"ok    {name}" : $"SAI   {name}: {string.Join("; ", faults.Select(fault => fault.Detail))}");
        }

        return report.Faults.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }
}
