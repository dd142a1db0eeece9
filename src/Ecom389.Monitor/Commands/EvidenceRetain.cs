using System.CommandLine;
using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Retention;
using Ecom389.Monitor.Operations;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>evidence retain</c>: deletes what was kept long enough by <c>rules/retention.yaml</c>, leaving tombstones that verify.</summary>
internal static class EvidenceRetain
{
    public static Command Make(Terminal terminal)
    {
        var apply = new Option<bool>("--apply") { Description = "Xoá thật; thiếu thì chỉ nói sẽ xoá gì / delete; without it only says what would be deleted" };
        var data = SharedOptions.Data();
        var command = new Command("retain", """
            Xoá bằng chứng hết hạn giữ theo rules/retention.yaml; để lại bia mộ kiểm chứng được và một dòng trong chuỗi lưu giữ.
            Deletes evidence past its time by rules/retention.yaml, leaving tombstones that verify and a line in the chain.

            Ví dụ / example:  ecom389 evidence retain --apply
            """) { apply, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.Of(parsed, data);
            var rules = RetentionRules.Load(Path.Combine(installation.Rules, RetentionRules.FileName));
            await using var services = MonitorServices.OpenExisting(installation);
            using var held = await MaintenanceLock.TakeAsync(installation, TimeProvider.System, cancellation);
            var captures = await RetainedEvidence.AllAsync(installation, services, cancellation);
            try
            {
                var job = new RetentionJob(installation.Evidence, new CustodyFolder(installation.Custody), rules, TimeProvider.System);
                var outcome = await job.RunAsync(captures, dryRun: !parsed.GetValue(apply), cancellation);
                await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{(parsed.GetValue(apply) ? "đã xoá / deleted" : "sẽ xoá / would delete")}: {outcome.Deleted.Count} bản thu / captures, {outcome.FilesDeleted.Count} tệp / files; ghim / pinned: {outcome.Pinned.Count}; còn giữ / kept: {captures.Count - outcome.Deleted.Count}"));
                foreach (var problem in outcome.Problems) await terminal.Error.WriteLineAsync(problem);
                return outcome.Problems.Count == 0 ? ExitCodes.Done : ExitCodes.Partial;
            }
            catch (InvalidDataException broken)
            {
                await terminal.Error.WriteLineAsync("Chuỗi lưu giữ hỏng, không xoá gì / the chain of custody is broken, nothing is deleted: " + broken.Message);
                return ExitCodes.Failed;
            }
        });
        return command;
    }
}
