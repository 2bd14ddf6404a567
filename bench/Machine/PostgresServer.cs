using System.Diagnostics;
using Npgsql;
using Signalbox.Engine.Files;

namespace Signalbox.Bench.Machine;

/// <summary>
/// A PostgreSQL of the benchmarks' own with its defaults, fsync among them: in a new folder, reached by a socket there and by nothing else.
/// Started when a row first asks for it.
/// </summary>
internal sealed class PostgresServer(string folder) : IAsyncDisposable
{
    private string[] _asUser = [];
    private string? _programs;
    private string? _host;
    private bool _asked;

    /// <summary>Why there is none; null when there is.</summary>
    public string? Absent { get; private set; }

    /// <summary>A new, empty database; null when there is no server.</summary>
    public async Task<string?> CreateDatabaseAsync(string name, CancellationToken cancellationToken)
    {
        if (!_asked)
        {
            _asked = true;
            Absent = await StartAsync(cancellationToken);
        }

        if (Absent is not null)
        {
            return null;
        }

        var server = new NpgsqlConnectionStringBuilder { Host = _host, Username = "signalbox", Database = "postgres" };
        await using var source = NpgsqlDataSource.Create(server);
        await using (var check = source.CreateCommand("SELECT current_setting('fsync') || ',' || current_setting('synchronous_commit')"))
        {
            Harness.WrongResultException.Unless(string.Equals("on,on", (string?)await check.ExecuteScalarAsync(cancellationToken), StringComparison.Ordinal), "PostgreSQL does not sync its commits");
        }

#pragma warning disable CA2100 // the name is a constant of the caller
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new NpgsqlConnectionStringBuilder(server.ToString()) { Database = name }.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is null)
        {
            return;
        }

        NpgsqlConnection.ClearAllPools();
        await AsUserAsync("pg_ctl", ["-D", Path.Combine(_host, "data"), "-m", "immediate", "stop"], CancellationToken.None);
        Directory.Delete(_host, recursive: true);
    }

    private async Task<string?> StartAsync(CancellationToken cancellationToken)
    {
        _programs = FindPrograms();
        if (_programs is null)
        {
            return "PostgreSQL is not installed here";
        }

        // A socket's path has 107 characters at most.
        // Beside the run's folder: that one is closed to the user that PostgreSQL runs as.
        var host = folder + "-pg";
        PrivateFiles.CreateFolder(host);
        if (string.Equals(Environment.UserName, "root", StringComparison.Ordinal))
        {
            // It refuses to run as root.
            _asUser = ["runuser", "-u", "postgres", "--"];
            var (owned, _, fault) = await Programs.RunAsync("chown", ["postgres", host], cancellationToken);
            if (owned != 0)
            {
                Directory.Delete(host);
                return $"PostgreSQL does not run as root, and there is no user postgres: {fault.Trim()}";
            }
        }

        _host = host;
        var data = Path.Combine(host, "data");
        var (made, _, initFault) = await AsUserAsync("initdb", ["-D", data, "-U", "signalbox", "-A", "trust"], cancellationToken);
        if (made != 0)
        {
            return $"initdb failed: {initFault.Trim()}";
        }

        var (started, said, startFault) = await AsUserAsync(
            "pg_ctl", ["-D", data, "-w", "-s", "-l", Path.Combine(host, "log"), "-o", $"-c listen_addresses= -c max_connections=200 -k {host}", "start"], cancellationToken);
        return started == 0 ? null : $"PostgreSQL did not start: {said}{startFault}";
    }

    // Its pipes are not ours: the server inherits them and would hold them open.
    private async Task<(int ExitCode, string Output, string Error)> AsUserAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        string[] command = [.. _asUser, Path.Combine(_programs!, program), .. arguments];
        var log = Path.Combine(folder, "postgres-command.log");
        var quoted = string.Join(' ', command.Select(c => $"'{c.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec {quoted} </dev/null >'{log}' 2>&1"]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, "", await File.ReadAllTextAsync(log, cancellationToken));
    }

    private static string? FindPrograms()
    {
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            folders = folders.Concat(Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(v => Path.Combine(v, "bin")));
        }

        return folders.FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb")));
    }
}
