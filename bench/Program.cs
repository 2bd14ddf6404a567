return await Signalbox.Bench.BenchCommand.RunAsync(args);
