/** forces[i] = the chunks' forces on atom i in the order of the chunks; f64 [chunks × n × 4] to [n × 3]. */
export function addForces(chunks: i32, n: i32, from: usize, to: usize): void {
  const stride = (<usize>n) << 5;
  for (let i = 0; i < n; i++) {
    let at = from + ((<usize>i) << 5);
    let xy = v128.load(at);
    let z = load<f64>(at, 16);
    for (let c = 1; c < chunks; c++) {
      at += stride;
      xy = f64x2.add(xy, v128.load(at));
      z += load<f64>(at, 16);
    }
    v128.store(to, xy);
    store<f64>(to, z, 16);
    to += 24;
  }
}

/** f64 [n × 3] to [n × 4]; and the vectors of shifts, from i32 [n × 3] cell vectors. */
export function spread(n: i32, from: usize, to: usize): void {
  for (let i = 0; i < n; i++) {
    v128.store(to, v128.load(from));
    store<f64>(to, load<f64>(from, 16), 16);
    from += 24;
    to += 32;
  }
}

export function shiftVectors(n: i32, shift: usize, cell: usize, to: usize): void {
  for (let k = 0; k < n; k++) {
    const a = <f64>load<i32>(shift);
    const b = <f64>load<i32>(shift, 4);
    const c = <f64>load<i32>(shift, 8);
    store<f64>(to, a * load<f64>(cell) + b * load<f64>(cell, 24) + c * load<f64>(cell, 48));
    store<f64>(to, a * load<f64>(cell, 8) + b * load<f64>(cell, 32) + c * load<f64>(cell, 56), 8);
    store<f64>(to, a * load<f64>(cell, 16) + b * load<f64>(cell, 40) + c * load<f64>(cell, 64), 16);
    shift += 12;
    to += 32;
  }
}
