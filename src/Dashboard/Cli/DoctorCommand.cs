using System.CommandLine;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox doctor</c>: is everything there that Signalbox needs; what to do where not. Changes nothing.</summary>
internal sealed class DoctorCommand : Command
{
    private readonly Option<string?> _data = new("--data") { Description = "Data directory (SIGNALBOX_DATA)", HelpName = "DIR" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };
    private readonly CliContext _context;

    public DoctorCommand(CliContext context)
        : base("doctor", "Checks what Signalbox needs on this machine and says what to do")
    {
        _context = context;
        Options.Add(_data);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var directory = DataDirectory.Locate(parse.GetValue(_data), _context.Environment, _context.WorkingDirectory);
        var checks = new List<DoctorCheck>
        {
            MachineChecks.Platform(),
            MachineChecks.Sqlite(),
            await ProgramChecks.GitAsync(_context, cancellationToken),
            await ProgramChecks.TmuxAsync(_context, cancellationToken),
            MachineChecks.DataDirectory(directory),
            MachineChecks.FreeSpace(directory),
        };
        checks.AddRange(await StorageChecks.RunAsync(_context, directory, cancellationToken));
        checks.AddRange(await ServerChecks.RunAsync(_context, directory, cancellationToken));
        var failed = checks.Exists(c => c.Result is "fail");
        if (parse.GetValue(_json))
        {
            await _context.Output.WriteLineAsync(CliText.Json(new { healthy = !failed, checks }, _context.Interactive));
        }
        else
        {
            foreach (var check in checks)
            {
                await _context.Output.WriteLineAsync(CliText.Safe($"{check.Result,-4}  {check.Name}: {check.Found}{(check.Advice is null ? "" : $" - {check.Advice}")}"));
            }
        }

        return failed ? ExitCodes.RunFailed : ExitCodes.Done;
    }
}
