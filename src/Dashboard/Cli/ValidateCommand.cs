using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox .. validate FILE..</c>: every fault of every file. Needs no server.</summary>
internal abstract class ValidateCommand : Command
{
    private readonly Argument<string[]> _files;
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };
    private readonly CliContext _context;

    /// <param name="context">Where it runs.</param>
    /// <param name="files">What the files are.</param>
    /// <param name="description">What it does.</param>
    protected ValidateCommand(CliContext context, string files, string description)
        : base("validate", description)
    {
        _context = context;
        _files = new Argument<string[]>("FILE") { Description = files, Arity = ArgumentArity.OneOrMore };
        Arguments.Add(_files);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    /// <summary>What is said of the bytes of a file.</summary>
    protected abstract IReadOnlyList<Diagnostic> Check(ReadOnlyMemory<byte> utf8, string file);

    /// <summary>What is said of a file because of its size alone; null where the size will do, or what reads it says so itself.</summary>
    protected virtual IReadOnlyList<Diagnostic>? RefuseSize(long bytes, string file) => null;

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var files = parse.GetValue(_files)!;
        var diagnostics = new List<Diagnostic>();
        foreach (var file in files)
        {
            diagnostics.AddRange(await CheckAsync(file, cancellationToken));
        }

        var validation = new ValidationModel(diagnostics.TrueForAll(d => d.Severity != DiagnosticSeverity.Error), [.. diagnostics.Select(Shapes.Of)]);
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
                await _context.Output.WriteLineAsync(files.Length == 1 ? "valid" : $"{files.Length} files, all valid");
            }
        }

        return validation.Valid ? ExitCodes.Done : ExitCodes.BadUsage;
    }

    private async Task<IReadOnlyList<Diagnostic>> CheckAsync(string file, CancellationToken cancellationToken)
    {
        var (bytes, size, fault) = await CliFiles.ReadAsync(_context, file, WorkflowParser.MaxBytes, cancellationToken);
        return fault is null ? RefuseSize(size, file) ?? Check(bytes, file) : [CliFiles.Unreadable(file, fault)];
    }
}
