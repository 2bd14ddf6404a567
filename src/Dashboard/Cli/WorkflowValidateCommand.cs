using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workflow validate FILE..</c>: every fault of every file. Needs no server.</summary>
internal sealed class WorkflowValidateCommand : Command
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Workflow files", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };
    private readonly CliContext _context;

    public WorkflowValidateCommand(CliContext context)
        : base("validate", "Checks workflow files and prints every fault with its line and column")
    {
        _context = context;
        Arguments.Add(_files);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var results = new List<WorkflowParseResult>();
        foreach (var file in parse.GetValue(_files)!)
        {
            results.Add(await CheckAsync(file, cancellationToken));
        }

        var validation = new ValidationModel(results.TrueForAll(r => r.IsValid), [.. results.SelectMany(r => r.Diagnostics).Select(Shapes.Of)]);
        if (parse.GetValue(_json))
        {
            await _context.Output.WriteLineAsync(CliText.Json(validation, _context.Interactive));
        }
        else
        {
            foreach (var diagnostic in validation.Diagnostics)
            {
                await _context.Output.WriteLineAsync(CliPaths.Line(diagnostic));
            }

            if (validation.Valid)
            {
                await _context.Output.WriteLineAsync(results.Count == 1 ? "valid" : $"{results.Count} files, all valid");
            }
        }

        return validation.Valid ? ExitCodes.Done : ExitCodes.BadUsage;
    }

    private async Task<WorkflowParseResult> CheckAsync(string file, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file, _context.WorkingDirectory);
        try
        {
            await using var stream = File.OpenRead(path);
            if (stream.CanSeek && WorkflowParser.RefuseSize(stream.Length, file) is { } tooLarge)
            {
                return tooLarge;
            }

            // A pipe has no length: one byte past the limit is enough for the parser to say so, nothing larger is read.
            var buffer = new byte[WorkflowParser.MaxBytes + 1];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return WorkflowParser.Parse(buffer.AsMemory(0, length), file, AgentCatalog.KnownIds);
        }
        catch (FileNotFoundException)
        {
            return Unreadable(file, "there is no such file");
        }
        catch (DirectoryNotFoundException)
        {
            return Unreadable(file, "there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable(file, Directory.Exists(path) ? "this is a folder: name its files" : $"cannot be read ({e.Message.TrimEnd('.')})");
        }
    }

    private static WorkflowParseResult Unreadable(string file, string sentence) =>
        new(null, [new Diagnostic(file, 1, 1, DiagnosticSeverity.Error, "unreadable-file", sentence)]);
}
