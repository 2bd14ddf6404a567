using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox trust evaluate</c>: what would happen to a change.</summary>
internal sealed class TrustEvaluateCommand : ClientCommand
{
    private readonly Option<string[]> _path = new("--path") { Description = "A file that changes; may be repeated", HelpName = "P" };
    private readonly Option<string?> _taskType = new("--task-type") { Description = "Type of the work, such as documentation", HelpName = "T" };
    private readonly Option<string?> _repository = new("--repository") { Description = "Repository whose model is asked; default: the global one", HelpName = "R" };

    public TrustEvaluateCommand(CliContext context)
        : base(context, "evaluate", "Says how far a change is trusted, and why")
    {
        Options.Add(_path);
        Options.Add(_taskType);
        Options.Add(_repository);
        Validators.Add(result =>
        {
            if (result.GetResult(_path) is null && result.GetResult(_taskType) is null)
            {
                result.AddError("name a file with --path, a type of work with --task-type, or both");
            }
        });
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string?>> asked =
        [
            .. (parse.GetValue(_path) ?? []).Select(p => new KeyValuePair<string, string?>("path", p)),
            new("taskType", parse.GetValue(_taskType)),
            new("repository", parse.GetValue(_repository)),
        ];
        var answer = await server.Api.GetAsync<TrustAnswerModel>("trust/evaluate" + QueryString.Create(asked), cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(answer);
            return ExitCodes.Done;
        }

        var asks = answer.AutoApprove ? "nobody is asked" : answer.Escalation ? "an administrator decides" : "a person is asked";
        await Context.Output.WriteLineAsync(CliText.Safe($"{answer.Level}: {asks} ({answer.Supervision}); {answer.Path ?? "the work"} matched {answer.MatchedBy}{(answer.Reason is null ? "" : $": {answer.Reason}")}"));
        if (answer.Paths.Count > 1)
        {
            var table = new CliTable("LEVEL", "PATH", "MATCHED BY");
            foreach (var path in answer.Paths)
            {
                table.Add(path.Level, path.Path, path.MatchedBy);
            }

            table.Write(Context, "No file.");
        }

        return ExitCodes.Done;
    }
}
