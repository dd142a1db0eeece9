using System.CommandLine;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Commands;

/// <summary><c>evidence seal</c>: signs the heads of all chains; run each minute by the user who has the key.</summary>
internal static class EvidenceSeal
{
    public static Command Make(Terminal terminal)
    {
        var (data, keys) = (SharedOptions.Data(), EvidenceCommand.Keys());
        var rotate = new Option<bool>("--new-key") { Description = "Tạo khoá mới, từ nay ký bằng khoá này / make a further key and sign with it from now on" };
        var command = new Command("seal", """
            Niêm phong: ký đầu mọi chuỗi lưu giữ. Chạy mỗi phút bằng người dùng riêng giữ khoá.
            Seals: signs the heads of all chains. Run each minute by the user who holds the key.

            Ví dụ / example:  ecom389 evidence seal --keys /var/lib/ecom389-custody
            """) { data, keys, rotate };
        command.SetAction(async (parsed, _) =>
        {
            var installation = Installation.Of(parsed, data);
            var folder = parsed.GetValue(keys) ?? installation.CustodyKeys;
            using var key = parsed.GetValue(rotate) ? SigningKey.Create(folder, TimeProvider.System) : SigningKey.OpenOrCreate(folder, TimeProvider.System);
            return await RunAsync(terminal, new CustodyFolder(installation.Custody), key);
        });
        return command;
    }

    /// <summary>0 when all chains are sealed, else 1 with the reason for each that is not.</summary>
    public static async Task<int> RunAsync(Terminal terminal, CustodyFolder custody, SigningKey key)
    {
        var exit = ExitCodes.Done;
        foreach (var outcome in new Sealer(custody, key, TimeProvider.System).SealAll())
        {
            if (outcome.Problem is null)
            {
                await terminal.Output.WriteLineAsync($"{outcome.Writer}: đã ký đến / sealed up to #{outcome.Sequence}");
                continue;
            }

            await terminal.Error.WriteLineAsync($"{outcome.Writer}: không ký / not sealed: {outcome.Problem}");
            exit = ExitCodes.Failed;
        }

        await terminal.Output.WriteLineAsync("vân tay khoá ký / signing key: " + key.Fingerprint);
        return exit;
    }
}
