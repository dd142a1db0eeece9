using System.CommandLine;
using System.Globalization;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Commands;

/// <summary><c>rules lint / test / backtest</c>: checks the packs, runs the examples beside the rules, says what a change would change.</summary>
internal static class RulesCommand
{
    public static Command Make(Terminal terminal) => new("rules", """
        Bộ quy tắc: kiểm tra cách viết, chạy các ví dụ, xem trước tác động của một thay đổi.
        Rule packs: check how they are written, run their examples, see beforehand what a change would do.

        Ví dụ / example:  ecom389 rules test
        """)
    {
        Lint(terminal),
        Test(terminal),
        RulesBacktestCommand.Make(terminal),
    };

    private static Command Lint(Terminal terminal)
    {
        var command = new Command("lint", """
            Kiểm tra mọi bộ quy tắc, nêu tất cả lỗi với tệp, dòng và trường.
            Checks every pack and names all faults with file, line and field.

            Ví dụ / example:  ecom389 rules lint
            """);
        command.SetAction((_, _) =>
        {
            var rules = RulePackLoader.Load(Installation.At("data").Rules);
            var warnings = RuleLinter.Lint(rules);
            foreach (var warning in warnings) terminal.Error.WriteLine(warning.ToString());
            terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{rules.Packs.Count} bộ / packs, {rules.Rules.Count} quy tắc / rules, {rules.Contexts.Count} ngữ cảnh / contexts, {rules.PatternCount} mẫu / patterns, {warnings.Count} nhắc nhở / warnings, version {rules.Version[..12]}"));
            return Task.FromResult(warnings.Count == 0 ? ExitCodes.Done : ExitCodes.BadInput);
        });
        return command;
    }

    private static Command Test(Terminal terminal)
    {
        var command = new Command("test", """
            Chạy mọi ví dụ flags, ignores và known-misses đến hết rồi đếm.
            Runs every flags, ignores and known-misses example to the end and counts.

            Ví dụ / example:  ecom389 rules test
            """);
        command.SetAction((_, _) =>
        {
            var report = new RuleTester(new RuleEngine(RulePackLoader.Load(Installation.At("data").Rules))).Run(InputFiles.Today());
            foreach (var result in report.Results.Where(result => result.Outcome != ExampleOutcome.Passed))
                terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.File}:{result.Line}: {result.RuleId} {result.Kind}: {(result.Outcome == ExampleOutcome.Failed ? "sai / failed" : "nay đã bắt được / found by now")}: {result.Text}"));
            terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Passed} ví dụ đúng / examples passed, {report.Failed} sai / failed, {report.KnownMisses} chỗ sót đã biết / known misses"));
            return Task.FromResult(report.Failed == 0 ? ExitCodes.Done : ExitCodes.Failed);
        });
        return command;
    }
}
