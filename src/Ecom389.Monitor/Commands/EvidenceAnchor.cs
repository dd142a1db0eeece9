using System.CommandLine;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Anchoring;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Commands;

/// <summary><c>evidence anchor</c>: merges all heads into one and hands it to those outside the store. Run each night.</summary>
internal static class EvidenceAnchor
{
    public static Command Make(Terminal terminal)
    {
        var drops = new Option<string[]>("--drop") { Description = "Thư mục ngoài kho nhận mốc / folder outside the store", HelpName = "DIR" };
        var tsa = new Option<string[]>("--tsa") { Description = "Tổ chức cấp dấu thời gian RFC 3161 / time-stamp authority", HelpName = "URL" };
        var mail = new Option<string?>("--mail-to") { Description = "Hộp thư giữ mốc / mailbox that holds anchors", HelpName = "ADDRESS" };
        var from = new Option<string?>("--mail-from") { Description = "Địa chỉ gửi / sender", HelpName = "ADDRESS" };
        var smtp = new Option<string?>("--smtp") { Description = "Máy chủ thư HOST:PORT / mail server", HelpName = "HOST:PORT" };
        var plain = new Option<bool>("--smtp-plain") { Description = "Không STARTTLS (chỉ máy chủ nội bộ) / without STARTTLS (own server only)" };
        var (data, keys) = (SharedOptions.Data(), EvidenceCommand.Keys());
        var command = new Command("anchor", """
            Neo: gộp đầu mọi chuỗi thành một mốc đã ký, gửi ra ngoài kho. Nơi nào chưa nhận được thì xếp hàng, thoát 3.
            Anchors: merges all heads into one signed anchor and hands it out. What cannot be handed over stays queued: exit 3.

            Ví dụ / example:  ecom389 evidence anchor --drop /mnt/luu-tru --tsa http://tsa.example/tsr
            """) { drops, tsa, mail, from, smtp, plain, data, keys };
        command.Validators.Add(result =>
        {
            var given = new[] { result.GetResult(mail), result.GetResult(from), result.GetResult(smtp) }.Count(option => option is not null);
            if (given is 1 or 2) result.AddError("--mail-to, --mail-from, --smtp: cần cả ba / all three are needed");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.Of(parsed, data);
            var custody = new CustodyFolder(installation.Custody);
            using var client = new HttpClient();
            var destinations = new List<IAnchorDestination>();
            destinations.AddRange((parsed.GetValue(drops) ?? []).Select(folder => new FileDrop(folder)));
            destinations.AddRange((parsed.GetValue(tsa) ?? []).Select(address => new TimeStampAuthority(client, Address(address))));
            if (parsed.GetValue(smtp) is { } server) destinations.Add(new MailDrop(Mail(server, parsed.GetValue(from)!, parsed.GetValue(mail)!, !parsed.GetValue(plain))));

            using var key = SigningKey.OpenOrCreate(parsed.GetValue(keys) ?? installation.CustodyKeys, TimeProvider.System);
            try
            {
                foreach (var file in await CustodyCatchUp.RunAsync(installation.Evidence, custody, TimeProvider.System, cancellation))
                    await terminal.Output.WriteLineAsync($"{file}: ghi nhận phần chưa vào chuỗi / what was not in the chain was put down");
                if (await EvidenceSeal.RunAsync(terminal, custody, key) is not ExitCodes.Done and var exit) return exit;
                if (new AnchorBook(custody).Make(key, TimeProvider.System) is { } anchor)
                    await terminal.Output.WriteLineAsync($"mốc neo / anchor {anchor.Number}: {anchor.Digest}");
            }
            catch (InvalidDataException broken)
            {
                await terminal.Error.WriteLineAsync("Chuỗi lưu giữ hỏng / the chain of custody is broken: " + broken.Message);
                return ExitCodes.Failed;
            }

            return await DeliverAsync(terminal, custody, destinations, cancellation);
        });
        return command;
    }

    private static async Task<int> DeliverAsync(Terminal terminal, CustodyFolder custody, IReadOnlyList<IAnchorDestination> destinations, CancellationToken cancellation)
    {
        var exit = ExitCodes.Done;
        foreach (var outcome in await new AnchorDelivery(custody, TimeProvider.System).RunAsync(destinations, cancellation))
        {
            if (outcome.Problem is null)
            {
                await terminal.Output.WriteLineAsync($"mốc / anchor {outcome.Number} → {outcome.Destination}");
                continue;
            }

            await terminal.Error.WriteLineAsync($"mốc / anchor {outcome.Number} → {outcome.Destination}: chưa gửi được, còn xếp hàng / not handed over, still queued: {outcome.Problem}");
            exit = ExitCodes.Partial;
        }

        return exit;
    }

    private static Uri Address(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https")
        ? uri
        : throw new InvalidInputException(new InputError("--tsa", null, null, $"cần http(s)://… / http(s)://… is needed, not \"{address}\""));

    private static MailSettings Mail(string server, string from, string to, bool startTls)
    {
        var colon = server.LastIndexOf(':');
        return colon > 0 && int.TryParse(server[(colon + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536
            ? new(server[..colon], port, from, to, startTls)
            : throw new InvalidInputException(new InputError("--smtp", null, null, $"cần HOST:PORT / HOST:PORT is needed, not \"{server}\""));
    }
}
