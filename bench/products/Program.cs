using Ecom389.Monitor.Bench.Products;
using Ecom389.Monitor.Detection.Rules;

// Product matching, look-alike hosts and every signal on facts, measured.
// usage: titles|hosts|signals|speed|match …; see each.
if (args is not [var what, var rulesFolder, ..])
{
    await Console.Error.WriteLineAsync("""
        usage: titles RULES titles.jsonl [--errors dev|held-out]     precision and recall of product matching on the labelled titles
               match RULES FILE                                      what each line of a file offers
               hosts RULES hosts.jsonl [--errors]                    precision and recall of look-alike hosts
               signals RULES DATA CORPUS [--markdown] [--ordinary]   hits of every rule of the pack facts
               speed RULES FILE.jsonl                                microseconds a listing of 800 characters
        """);
    return 2;
}
var rules = RulePackLoader.Load(rulesFolder);
return what switch
{
    "titles" => TitleBench.Run(rules.Facts.Products, args[2], args),
    "match" => TitleBench.Match(rules.Facts.Products, args[2]),
    "hosts" => HostBench.Run(rules.Facts.Domains, args[2], args),
    "signals" => SignalBench.Run(rules, args[2], args[3], args),
    "speed" => SpeedBench.Run(rules, args[2]),
    _ => 2,
};
